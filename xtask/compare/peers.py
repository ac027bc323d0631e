"""Calls a second of a public calculator, in one thread: peers.py NAME SECONDS, JSON on standard output.

Called by `cargo xtask measure compare`. Nothing is looked up on the network: a connection that is tried is an error.
"""

import json
import logging
import socket
import sys
import time
from importlib.metadata import version


def refused(*_arguments, **_named):
    raise RuntimeError("no calculator may use the network here")


socket.socket.connect = refused
socket.getaddrinfo = refused


def llm_analysis(function):
    from llm_analysis.analysis import ActivationRecomputation, LLMAnalysis
    from llm_analysis.config import (
        ParallelismConfig,
        get_dtype_config_by_name,
        get_gpu_config_by_name,
        get_model_config_by_name,
    )

    analysis = LLMAnalysis(
        get_model_config_by_name("NousResearch_Llama-2-7b-hf"),
        get_gpu_config_by_name("h100-sxm-80gb"),
        get_dtype_config_by_name("w16a16e16"),
        ParallelismConfig(tp_size=1 if function == "inference" else 8),
        flops_efficiency=0.6,
        hbm_memory_efficiency=0.7,
    )
    if function == "inference":
        return lambda: analysis.inference(
            batch_size_per_gpu=16, seq_len=3000, num_tokens_to_generate=300, cost_per_gpu_hour=2.95
        )
    return lambda: analysis.training(
        batch_size_per_gpu=1,
        seq_len=1500,
        total_num_tokens=9_000_000,
        activation_recomputation=ActivationRecomputation.FULL,
    )


def ecologits():
    from ecologits.tracers.utils import llm_impacts

    return lambda: llm_impacts("openai", "gpt-4o", 300, 3.0, "USA")


def genai_prices():
    from genai_prices import Usage, calc_price

    usage = Usage(input_tokens=3000, output_tokens=300)
    return lambda: calc_price(usage, model_ref="gpt-4o", provider_id="openai")


PEERS = {
    "llm-analysis inference": ("llm-analysis", lambda: llm_analysis("inference")),
    "llm-analysis training": ("llm-analysis", lambda: llm_analysis("training")),
    "ecologits": ("ecologits", ecologits),
    "genai-prices": ("genai-prices", genai_prices),
}


def main():
    # They warn at import of what is missing, and log each call.
    logging.disable(logging.CRITICAL)
    name, seconds = sys.argv[1], float(sys.argv[2])
    package, make = PEERS[name]
    call = make()
    answer = call()
    if getattr(answer, "has_errors", False):
        raise RuntimeError(f"{name}: {answer.errors}")
    calls = 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        call()
        calls += 1
    elapsed = time.perf_counter() - start
    json.dump({"version": version(package), "rate": calls / elapsed, "answer": str(answer)[:300]}, sys.stdout)


main()
