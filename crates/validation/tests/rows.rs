//! Rows: what is predicted for them, what is skipped and why, and how small the errors are.

#![expect(clippy::expect_used, reason = "a test may stop where it fails")]

use validation::anchor::{AnchoredLine, anchored_by, leave_all_but_one_out};
use validation::{Group, Prediction, Row, Table, World, calibration, predict, summary};

const SERVING: &str = "model,params_b,active_params_b,precision,gpu,gpus,tp,input_len,output_len,metric,value,unit,source,engine,batch,kind";
const TRAINING: &str = "model,params_b,active_params_b,tokens_b,gpu,gpus,precision,seq_len,layers,d_model,recompute,method,gpu_hours,tokens_per_s_per_gpu,mfu,source,kind";

fn row(header: &str, line: &str) -> Row {
    let table = Table::read(format!("{header}\n{line}\n").as_bytes()).expect("a table");
    table.rows.into_iter().next().expect("a row")
}

fn ask(header: &str, line: &str) -> Result<Prediction, String> {
    predict(&row(header, line), &World::default())
}

fn serving(line: &str) -> Result<Prediction, String> {
    ask(SERVING, line)
}

#[test]
fn calibration_rows_keep_their_limits_and_none_is_skipped_silently() {
    let world = World::default();
    let tables = calibration().expect("the calibration files");
    let rows: Vec<(&Row, Result<Prediction, String>)> =
        tables.iter().flat_map(|table| &table.rows).map(|row| (row, predict(row, &world))).collect();
    assert_eq!(rows.len(), 387);
    let lines = summary(&rows);
    for group in Group::ALL {
        let Some(line) = lines.iter().find(|line| line.metric == group.id()) else {
            // What is out of scope, unusual runs and static batches of unknown size the fit does not see.
            assert!(group.on_calibration().is_none(), "{} has no rows", group.id());
            continue;
        };
        let n_impossible = line.skipped.iter().filter(|(reason, _)| reason.contains("does not fit"));
        assert_eq!(line.rows, line.predicted + n_impossible.map(|(_, n)| n).sum::<usize>(), "{}", group.id());
        let (median, p90) = (line.median_ape.unwrap(), line.p90_ape.unwrap());
        if let Some(target) = group.on_calibration() {
            assert!(median <= target.median && p90 <= target.p90, "{}: {median:.4} / {p90:.4}", group.id());
        }
    }
    let skipped: Vec<&String> = rows.iter().filter_map(|(_, result)| result.as_ref().err()).collect();
    // Time to the first token of an endless queue, and throughput and latency of a model that one GPU cannot hold.
    let n_with = |part: &str| skipped.iter().filter(|reason| reason.contains(part)).count();
    assert_eq!((n_with("beyond the capacity"), n_with("does not fit")), (4, 2), "{skipped:?}");
    assert_eq!(skipped.len(), 6, "{skipped:?}");
    for (row, result) in &rows {
        if let Ok(prediction) = result {
            assert!(prediction.predicted.is_finite() && prediction.predicted > 0.0, "{row:?}");
        }
    }
}

#[test]
fn a_table_is_recognised_by_its_header() {
    let refused = Table::read("model,gpu,colour\nLlama,H100,blue\n".as_bytes()).expect_err("no known header");
    let refused = refused.to_string();
    assert!(refused.contains("precision") && refused.contains("tokens_per_s_per_gpu"), "{refused}");
    assert!(Table::read("".as_bytes()).is_err());
    let ragged = format!("{SERVING}\na,b\n");
    assert!(Table::read(ragged.as_bytes()).is_err());
}

#[test]
fn semicolons_tabs_and_capitals_are_read_and_a_doubled_column_is_refused() {
    const HEADER: &str = "MODEL;precision;gpu;tp;input_len;output_len;metric;value;note";
    let read = |text: &str| Table::read(text.as_bytes()).map_err(|error| error.to_string());
    let line = "Llama-3.1-8B;FP8;H100;1;128;128;output_tps_total;28836,775;0,5";
    let value = |text: &str| read(text).unwrap().rows[0].number("value");
    assert_eq!(value(&format!("{HEADER}\n{line}\n")), Ok(Some(28_836.775)));
    assert_eq!(value(&format!("{HEADER}\n{line}\n").replace(';', "\t")), Ok(Some(28_836.775)));
    assert_eq!(value(&format!("{HEADER}\n{}\n", line.replace("28836,775", "12,125"))), Ok(Some(12.125)));
    let points = line.replace("28836,775", "12.125").replace("0,5", "0.5");
    assert_eq!(value(&format!("{HEADER}\n{points}\n")), Ok(Some(12.125)));
    for (cell, part) in
        [("1/2", "fraction"), ("2-4", "range"), ("12 tok/s", "'tok/s'"), ("1e999", "out of range")]
    {
        let reason = value(&format!("{HEADER}\n{}\n", line.replace("28836,775", cell))).unwrap_err();
        assert!(reason.contains(part), "{cell}: {reason}");
    }
    // A comma elsewhere is no decimal comma.
    for note in ["batch,5", "5,", ",5", "a,b", "1,2,3"] {
        let line = line.replace("28836,775", "12.125").replace("0,5", note);
        assert_eq!(value(&format!("{HEADER}\n{line}\n")), Ok(Some(12.125)), "{note}");
    }
    let table = read(&format!("{HEADER}\n{line}\n")).unwrap();
    assert_eq!(table.rows[0].cells().join(";"), line);
    let twice = read(&format!("{HEADER};Value\n{line};1\n")).unwrap_err();
    assert_eq!(twice, "the column 'Value' is there twice");
}

#[test]
fn a_row_without_a_prediction_says_why() {
    let reason = |line: &str| serving(line).expect_err("no prediction");
    let with = |gpu: &str, precision: &str, metric: &str, value: &str| {
        format!(
            "Llama-3.1-8B,8.03,8.03,{precision},{gpu},1,1,128,128,{metric},{value},,,TensorRT-LLM 0.17,,x"
        )
    };
    assert!(
        reason(&with("TPU-v9", "FP8", "output_tps_total", "1")).contains("'TPU-v9' is not in the catalogue")
    );
    assert!(reason(&with("H100", "FP3", "output_tps_total", "1")).contains("'FP3'"));
    assert!(reason(&with("H100", "FP8", "happiness", "1")).contains("'happiness'"));
    assert!(reason(&with("H100", "FP8", "online_itl_ms@qps=often", "1")).contains("no rate"));
    assert!(
        reason(&with("H100", "FP8", "output_tps_total", "many")).contains("value: 'many' is not a number")
    );
    assert!(reason(&with("H100", "FP8", "output_tps_total", "-4")).contains("not above 0"));
    assert!(reason(&with("H100", "FP8", "output_tps_total", "0")).contains("0 is not above 0"));
    assert!(reason(&with("H100", "FP8", "output_tps_total", "")).contains("value is empty"));
    let large =
        "Llama-3.1-405B,405.853,405.853,FP8,H100,4,4,128,128,output_tps_total,1,tok/s,,TensorRT-LLM,,x";
    assert!(reason(large).contains("410.1 GB of weights on 4 × 85.5 GB"));
    assert!(
        reason("Llama-3.1-8B,8,8,FP8,H100,1,1,128,128,ttft_batch1,1,s,,TensorRT-LLM,,x")
            .contains("unit: 's'")
    );
    assert!(
        reason("Nameless,,,FP8,H100,1,1,128,128,ttft_batch1,1,ms,,TensorRT-LLM,,x")
            .contains("params_b is empty")
    );
    for size in ["0", "-8"] {
        let line = format!("Nameless,{size},,FP8,H100,1,1,128,128,ttft_batch1,1,ms,,TensorRT-LLM,,x");
        assert!(reason(&line).contains("'Nameless' is not in the catalogue"), "{size}");
    }
    let training = ask(TRAINING, "MPT-7b,6.7,6.7,,A100,8,FP8,2048,32,4096,0,full,,9000,,,x");
    assert!(training.expect_err("no FP8 on A100").contains("no FP8"));
}

#[test]
fn a_name_the_catalogue_lacks_is_interpolated_and_says_so() {
    let known = serving(
        "Llama-3.1-8B,8.03,8.03,FP8,H100,1,1,1000,1000,output_tps_total,15000,tok/s,,TensorRT-LLM,,x",
    )
    .unwrap();
    assert_eq!(known.note, "");
    let unknown =
        serving("Novel-8B,8.03,8.03,FP8,H100,1,1,1000,1000,output_tps_total,15000,tok/s,,TensorRT-LLM,,x")
            .unwrap();
    assert!(unknown.note.contains("interpolated"), "{unknown:?}");
    // Another shape of the same size: another number, of the same kind.
    assert!((unknown.predicted / known.predicted - 1.0).abs() < 0.5);
    let other = serving(
        "Llama-3.1-8B,8.03,8.03,FP8,H100,1,1,1000,1000,output_tps_total,15000,tok/s,,Novel server,,x",
    )
    .unwrap();
    assert!(other.note.contains("engine not known"));
}

#[test]
fn published_names_are_found() {
    for (name, billion) in [
        ("meta-llama/Llama-3.1-8B-Instruct", 8.03),
        ("Meta-Llama-3.1-70B-Instruct-FP8", 70.554),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", 46.703),
        ("Qwen2.5-72B-Instruct-GPTQ-Int4", 72.7),
        ("LLaMA-7B", 6.738),
        ("DeepSeek-R1", 671.0),
    ] {
        let row = row(
            SERVING,
            &format!(
                "{name},{billion},{billion},FP8,H200,8,8,128,128,output_tps_total,1,tok/s,,TensorRT-LLM,,x"
            ),
        );
        assert_eq!(predict(&row, &World::default()).unwrap().note, "", "{name}");
    }
}

#[test]
fn boards_of_one_name_are_told_apart_by_their_memory() {
    let on = |gpu: &str| {
        let line = format!(
            "Llama-3.1-8B,8.03,8.03,BF16,{gpu},1,1,1000,1000,output_tps_total,1,tok/s,,TensorRT-LLM,,x"
        );
        serving(&line).unwrap().predicted
    };
    for (names, id) in [
        (["A100-SXM4-40GB", "nvidia A100 40 SXM"], "a100-40"),
        (["A100", "A100_SXM4_80GB"], "a100-80"),
        (["H100-SXM5-80GB", "NVIDIA H100"], "h100-sxm"),
    ] {
        assert_eq!(names.map(on), [on(id); 2], "{id}");
    }
    assert!(on("a100-40") < on("a100-80"), "less room for a batch");
}

#[test]
fn replicas_batches_and_runs_are_those_of_the_row() {
    let value = |gpus: &str, metric: &str, batch: &str| {
        serving(&format!(
            "Llama-3.1-8B,8.03,8.03,FP8,H100,{gpus},1,1000,1000,{metric},1,tok/s,,TensorRT-LLM,{batch},x"
        ))
        .unwrap()
        .predicted
    };
    let one = value("1", "output_tps_total", "");
    assert!((value("4", "output_tps_total", "") / one - 4.0).abs() < 1e-9);
    assert!((value("4", "output_tps_per_gpu", "") / one - 1.0).abs() < 1e-9);
    // A smaller batch is slower, and a batch of one slowest.
    let held = value("1", "output_tps_total@maxseq256", "");
    assert!(held < one && (value("1", "output_tps_total", "<=256") - held).abs() < 1e-9);
    assert!(value("1", "output_tps_total", "1") < held / 20.0);
    // A run of few requests spends much of its time in the last, unfilled batches.
    let largest = 600.0;
    let few = value("1", "output_tps_total@700prompts", "");
    assert!(few < one && few > one * 0.4, "{few} of {one} with batches of about {largest}");
    assert!((value("1", "output_tps_total@1000000prompts", "") / one - 1.0).abs() < 0.01);
    // Against a benchmark's limits on latency.
    assert!(value("1", "server_output_tps", "") < one);
}

#[test]
fn a_limit_on_the_time_between_tokens_bounds_the_batch() {
    // MLPerf's MI300X, which answered 2,520 tokens a second with 99 of 100 tokens after at most 200 ms, and 3,063 without.
    let ask = |metric: &str, batch: &str| {
        serving(&format!(
            "Llama-2-70B,68.977,68.977,FP8,MI300X,1,1,300,293,{metric},2520,tok/s,,vLLM 0.4.3 ROCm,{batch},x"
        ))
    };
    let value = |metric: &str, batch: &str| ask(metric, batch).expect("a prediction").predicted;
    let without = value("offline_output_tps", "");
    let within = value("server_output_tps@itl=200", "");
    assert!((within / without / (2520.0 / 3063.0) - 1.0).abs() < 0.12, "{within} of {without}");
    // A full batch of B gives each of its requests a token in every ITL, so that B is the rate times ITL.
    let batch = within * 0.2;
    assert!(value("offline_output_tps", &format!("{}", batch as u32 + 2)) > within, "{batch}");
    assert!(
        (value("server_output_tps@itl=200", "100") / value("offline_output_tps", "100") - 1.0).abs() < 1e-12
    );
    assert!((value("server_output_tps@itl=60000", "") / without - 1.0).abs() < 1e-3);
    assert!(value("server_output_tps@itl=100", "") < within);
    // Without its limit a row is as uncertain as others of unknown limits were.
    let note = ask("server_output_tps", "").expect("a prediction").note;
    assert!(note.contains("0.48 to 0.99"), "{note}");
    for (metric, reason) in [
        ("server_output_tps@itl=0", "'0' is no time between tokens"),
        ("server_output_tps@itl=soon", "'soon' is no time between tokens"),
        ("server_output_tps@itl=1", "1 ms between tokens are out of reach"),
    ] {
        let refused = ask(metric, "").expect_err("no prediction");
        assert!(refused.contains(reason), "{refused}");
    }
}

#[test]
fn versions_of_software_count_as_what_they_are_and_four_bit_weights_are_read() {
    let value = |precision: &str, engine: &str| {
        serving(&format!(
            "Llama-3.1-70B,70.554,70.554,{precision},B200,1,1,2048,128,output_tps_total@maxseq64,1,tok/s,,{engine},,x"
        ))
        .unwrap()
        .predicted
    };
    let newest = value("FP8", "TensorRT-LLM 1.0 (PyTorch)");
    let [vllm, version, sglang, old] =
        ["vLLM", "vLLM 0.17.0", "SGLang 0.5.9", "vLLM 0.6.3"].map(|engine| value("FP8", engine));
    assert!(vllm == version && vllm == sglang && old < vllm && vllm < newest, "{old} {vllm} {newest}");
    // Arithmetic in 16 bit takes longer than in 4, whatever the weights are stored in.
    let [native, weights_only, int4] = ["FP4", "FP4w", "INT4"].map(|bits| value(bits, "vLLM"));
    assert!(weights_only < native && weights_only == int4, "{native} {weights_only} {int4}");
}

#[test]
fn clients_that_wait_are_told_from_an_open_load() {
    let itl = |rate: &str, batch: &str, measured: &str| {
        serving(&format!(
            "Llama-3.1-70B,70.554,70.554,FP8,H100,4,4,1000,1000,online_itl_ms@qps={rate},{measured},ms,,vLLM,{batch},x"
        ))
        .unwrap()
        .predicted
    };
    // 32 clients: 2 requests a second of 16 seconds each. The rate, which follows from the answers, says nothing more.
    assert!((itl("2", "<=32", "16") / itl("1.9", "<=32", "16") - 1.0).abs() < 1e-12);
    // Far below its limit, the batch is what the rate makes of it.
    assert!((itl("0.1", "<=256", "12") / itl("0.1", "", "12") - 1.0).abs() < 1e-12);
}

#[test]
fn a_mixture_the_catalogue_lacks_reads_the_experts_that_it_touches() {
    let ask = |active: &str| {
        serving(&format!(
            "Novel-400B-A20B,400,{active},FP8,H200,8,8,1000,1000,online_itl_ms@qps=0.1,10,ms,,vLLM,<=1,x"
        ))
        .unwrap()
    };
    let (mixture, dense) = (ask("20"), ask("400"));
    assert!(mixture.note.contains("mixture"), "{mixture:?}");
    assert!(mixture.predicted < dense.predicted / 2.0, "{} and {}", mixture.predicted, dense.predicted);
}

#[test]
fn a_static_batch_of_unknown_size_is_a_group_of_its_own() {
    let of = |batch: &str| {
        Group::of(&row(
            SERVING,
            &format!(
                "Llama-3.1-8B,8.03,8.03,FP8,H100,1,1,128,128,output_tps_total,1,tok/s,,vLLM 0.15,{batch},x"
            ),
        ))
    };
    assert_eq!(of("static"), Some(Group::StaticBatch));
    assert_eq!(of("static-64"), Some(Group::OfflineVllm));
    assert_eq!(of("inflight-max"), Some(Group::OfflineVllm));
}

#[test]
fn speed_and_mfu_of_a_training_row_agree() {
    let ask = |speed: &str, mfu: &str| {
        ask(
            TRAINING,
            &format!("MPT-7b,6.658859008,6.658859008,,H100,8,BF16,2048,32,4096,0,full,,{speed},{mfu},,x"),
        )
        .unwrap()
    };
    let (speed, mfu) = (ask("10643", ""), ask("", "0.4644"));
    assert!((speed.error() - mfu.error()).abs() < 0.01, "{} and {}", speed.error(), mfu.error());
}

#[test]
fn throughput_against_load_follows_the_measured_curve() {
    // At $6.98 an hour, these are $7.60 a million output tokens at one request a second and $0.31 at two hundred.
    let table =
        Table::read(include_bytes!("../../../data/validation/cost-against-load.csv").as_slice()).unwrap();
    for row in table.rows.iter().filter(|row| row.metric().starts_with("online_output_tps")) {
        let prediction = predict(row, &World::default()).unwrap();
        // The curve bends at 25 requests a second.
        let allowed = if row.metric().ends_with("=25") { 0.12 } else { 0.05 };
        assert!(prediction.ape() <= allowed, "{}: {:+.3}", row.metric(), prediction.error());
        let dollars = |tokens: f64| 6.98 / 3600.0 / tokens * 1e6;
        assert!((dollars(prediction.predicted) / dollars(prediction.measured) - 1.0).abs() <= allowed * 1.15);
    }
}

const TRAINING_NOW: &str = "model,params_b,gpu,gpus,precision,seq_len,recompute,method,gpu_hours,tokens_per_s_per_gpu,source,exchange_tokens,packed,software";

#[test]
fn methods_steps_and_software_of_a_training_row_are_read() {
    let ask = |method: &str, rest: &str| {
        ask(TRAINING_NOW, &format!("Llama-3.1-8B,8.03,A100,1,BF16,512,1,{method},,1000,x,{rest}"))
    };
    let speed = |method: &str, rest: &str| ask(method, rest).unwrap().predicted;
    assert!(speed("qlora", "512,,eager") < speed("lora", "512,,eager"));
    assert!(speed("lora", "512,,eager") < speed("lora", "8192,,eager"));
    assert!(speed("lora", "8192,,eager") < speed("lora", "8192,,compiled"));
    // A row that is not packed works on one example at a time; one that says nothing, on a full step.
    assert!((speed("lora", ",no,eager") - speed("lora", "512,,eager")).abs() < 1e-9);
    assert!((speed("lora", ",,eager") - speed("lora", "8192,,eager")).abs() < 1e-9);
    assert!(ask("lora", ",,").unwrap().note.contains("taken as eager; exchange_tokens not given"));
    assert!(ask("lora", "512,perhaps,").unwrap_err().contains("neither yes nor no"));
    assert!(ask("lora", "512,,slow").unwrap_err().contains("neither eager nor compiled"));
    assert!(ask("lora", "-1,,eager").unwrap_err().contains("not above 0"));
}

#[test]
fn training_rows_find_their_group() {
    let of = |model: &str,
              billion: &str,
              active: &str,
              precision: &str,
              hours: &str,
              speed: &str,
              step: &str| {
        let header = "model,params_b,active_params_b,gpu,precision,seq_len,method,tokens_b,gpu_hours,tokens_per_s_per_gpu,exchange_tokens";
        let line =
            format!("{model},{billion},{active},H100,{precision},2048,full,100,{hours},{speed},{step}");
        Group::of(&row(header, &line))
    };
    assert_eq!(of("x", "8", "8", "BF16", "", "9000", ""), Some(Group::TrainingBenchmarks));
    assert_eq!(of("x", "8", "8", "FP8", "", "9000", ""), Some(Group::TrainingFp8));
    assert_eq!(of("x", "8", "8", "BF16", "", "3000", "700"), Some(Group::AdaptersUnpacked));
    // 6 · 8e9 · 30,000 FLOP/s are half more than an H100 has in 16 bit.
    assert_eq!(of("x", "8", "8", "BF16", "", "30000", ""), Some(Group::ImpossibleTraining));
    assert_eq!(of("x", "47", "13", "BF16", "", "3000", ""), Some(Group::TrainingMixtures));
    assert_eq!(of("x", "8", "8", "BF16", "1000", "", ""), Some(Group::FullRuns));
    assert_eq!(of("x", "0.5", "0.5", "BF16", "1000", "", ""), Some(Group::UnusualRuns));
    assert_eq!(of("x", "47", "13", "BF16", "1000", "", ""), Some(Group::UnusualRuns));
    assert_eq!(of("Llama-3.2-3B", "3.2", "3.2", "BF16", "1000", "", ""), Some(Group::UnusualRuns));
    assert_eq!(of("MT-NLG 530B", "530", "530", "BF16", "1000", "", ""), Some(Group::PipelinedRuns));
}

#[test]
fn one_row_of_a_machine_predicts_the_others_better_than_none() {
    let tables = calibration().expect("the calibration files");
    let rows: Vec<&Row> = tables.iter().flat_map(|table| &table.rows).collect();
    let lines = leave_all_but_one_out(&rows, &World::default());
    let of = |what: &str| lines.iter().find(|line| line.what == what).expect("such rows");
    for (what, median, p90) in [("throughput", 0.05, 0.12), ("time between tokens", 0.06, 0.14)] {
        let line = of(what);
        assert!(line.rows > 80 && line.pairs > line.rows, "{line:?}");
        assert!(line.median <= median && line.p90 <= p90, "{line:?}");
        assert!(line.median <= line.median_before && line.p90 <= line.p90_before, "{line:?}");
    }
    // Where the constants know least, a measurement says most.
    let four_bit = of("mixture throughput, 4 bit");
    assert!(four_bit.median < 0.5 * four_bit.median_before, "{four_bit:?}");
}

#[test]
fn an_anchor_holds_for_its_own_machine_alone() {
    let line = |gpu: &str, engine: &str, tp: &str, input: &str, value: &str| {
        row(
            SERVING,
            &format!(
                "Llama-3.1-8B,8.03,8.03,FP8,{gpu},{tp},{tp},{input},1000,output_tps_total,{value},tok/s,mine,{engine},,"
            ),
        )
    };
    let world = World::default();
    let target = line("H100", "vLLM 0.18.0", "1", "1000", "10000");
    let plain = predict(&target, &world).expect("a prediction").predicted;
    let by = |anchor: &Row| {
        let found = anchored_by(&[anchor], &[&target], &world).expect("an anchor");
        found.into_iter().next().expect("a row").expect("a prediction")
    };
    // Of the same load, it is the forecast; of another load, half way there in logarithms or less.
    let half = (0.5 * plain).to_string();
    let same = by(&line("H100", "vLLM 0.18.0", "1", "1000", &half));
    assert!((same.predicted / plain - 0.5).abs() < 1e-9 && same.note.contains("anchored by"), "{same:?}");
    let longer = line("H100", "vLLM 0.18.0", "1", "4000", "1");
    let half_of_it = 0.5 * predict(&longer, &world).expect("a prediction").predicted;
    let less = by(&line("H100", "vLLM 0.18.0", "1", "4000", &half_of_it.to_string())).predicted / plain;
    assert!((0.6..0.8).contains(&less), "{less}");
    for other in [
        line("H200", "vLLM 0.18.0", "1", "1000", &half),
        line("H100", "vLLM 0.12.0", "1", "1000", &half),
        line("H100", "vLLM 0.18.0", "2", "1000", &half),
    ] {
        let found = by(&other);
        assert_eq!((found.predicted, found.note.as_str()), (plain, "no anchor of this machine"));
    }
    // Rows of accuracy, which are answered together, are not touched.
    let accuracy = validation::accuracy::measured().expect("the files of accuracy");
    let of_accuracy: Vec<&Row> = accuracy.iter().flat_map(|table| &table.rows).collect();
    let anchored = anchored_by(&[&target], &of_accuracy, &world).expect("an anchor");
    assert_eq!(anchored, validation::predict_all(&of_accuracy, &world));
    assert!(anchored.iter().any(Result::is_ok));
    let latency =
        row(SERVING, "Llama-3.1-8B,8.03,8.03,FP8,H100,1,1,1000,1000,ttft_batch1,20,ms,mine,vLLM 0.18.0,,");
    let refused = anchored_by(&[&latency], &[&target], &world).expect_err("no speed");
    assert!(refused.contains("ttft_batch1"), "{refused}");
}

#[test]
fn the_stated_errors_of_anchored_rows_are_those_of_the_rows() {
    #[derive(serde::Deserialize)]
    struct Stated {
        anchored: Vec<AnchoredLine>,
    }
    let stated: Stated =
        toml::from_str(include_str!("../../../data/validation/anchored.toml")).expect("TOML");
    let tables = calibration().expect("the calibration files");
    let rows: Vec<&Row> = tables.iter().flat_map(|table| &table.rows).collect();
    let found = leave_all_but_one_out(&rows, &World::default()).into_iter().map(|line| {
        let rounded = |errors: [f64; 3]| errors.map(|x| (x * 1e4).round() / 1e4);
        let [median_before, mean_before, p90_before] =
            rounded([line.median_before, line.mean_before, line.p90_before]);
        let [median, mean, p90] = rounded([line.median, line.mean, line.p90]);
        AnchoredLine { median_before, mean_before, p90_before, median, mean, p90, ..line }
    });
    let found: Vec<AnchoredLine> = found.collect();
    assert_eq!(stated.anchored, found, "`cargo xtask calibrate` writes data/validation/anchored.toml again");
}
