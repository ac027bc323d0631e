//! `calculator validate --anchor`: forecasts scaled by measured rows of the same machine.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]

use std::process::{Command, Output};

const ROWS: [&str; 2] =
    ["../../data/validation/calibration-inference.csv", "../../data/validation/calibration-inference-2.csv"];

fn calculator(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_calculator")).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let output = calculator(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refusal(arguments: &[&str]) -> String {
    let output = calculator(arguments);
    assert!(!output.status.success() && output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn each_row_in_turn_anchors_the_others_of_its_machine() {
    let lines = json(&["validate", "--anchor", ROWS[0], ROWS[1], "--format", "json"]);
    assert_eq!(lines[0]["what"], "throughput");
    assert_eq!(lines[1]["what"], "time between tokens");
    for line in &lines.as_array().unwrap()[..2] {
        assert!(line["median"].as_f64().unwrap() < line["median_before"].as_f64().unwrap(), "{line}");
        assert!(line["p90"].as_f64().unwrap() < line["p90_before"].as_f64().unwrap(), "{line}");
    }
}

#[test]
fn a_file_of_ones_own_anchors_the_rows_of_its_machine_and_no_others() {
    let folder = std::env::temp_dir().join(format!("anchor-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let head = "model,params_b,active_params_b,precision,gpu,gpus,tp,input_len,output_len,metric,value,unit,source,engine,batch,kind";
    let line = |gpu: &str, input: &str, value: &str| {
        format!(
            "{head}\nLlama-3.1-8B,8.03,8.03,FP8,{gpu},1,1,{input},1000,output_tps_total,{value},tok/s,mine,vLLM 0.18.0,,\n"
        )
    };
    let file = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (mine, theirs) =
        (file("mine.csv", line("H100", "1000", "5000")), file("theirs.csv", line("H100", "2000", "9000")));
    let elsewhere = file("elsewhere.csv", line("H200", "2000", "9000"));
    let with = format!("--anchor={mine}");
    let predicted = |arguments: &[&str]| {
        let rows = json(&[&["validate", "--rows", "--format", "json"], arguments].concat());
        (rows[0]["predicted"].as_f64().unwrap(), rows[0]["note"].as_str().unwrap().to_owned())
    };
    let (plain, anchored) = (predicted(&[&theirs]), predicted(&[&with, &theirs]));
    assert!(anchored.0 < 0.8 * plain.0, "{anchored:?}, {plain:?}");
    assert_eq!(anchored.1, "anchored by output_tps_total 5000");
    let (plain, refused) = (predicted(&[&elsewhere]), predicted(&[&with, &elsewhere]));
    assert_eq!((refused.0, refused.1.as_str()), (plain.0, "no anchor of this machine"));
    // What cannot be an anchor is named.
    let message = refusal(&["validate", "--anchor=../../data/validation/calibration-training.csv", &theirs]);
    assert!(message.contains("calibration-training.csv: only rows of serving"), "{message}");
    let message = refusal(&["validate", "--anchor", "--rows", &theirs]);
    assert!(message.contains("--anchor=ROWS.csv"), "{message}");
    let message = refusal(&["validate", "--anchor", &theirs]);
    assert!(message.contains("no two rows of serving"), "{message}");
    std::fs::remove_dir_all(&folder).unwrap();
}
