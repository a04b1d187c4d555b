//! WebAssembly and scripts made smaller, by what npm has for it.

use crate::commands::{command, root, run};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    io::{self, Write},
    process::{Command, Stdio},
    thread,
};
use wasmparser::{DataKind, Operator, Parser, Payload};

/// Where a program's own data begin, behind a stack of one MiB.
const END_OF_STACK: i32 = 1 << 20;

/// What Rust compiles to, as far as these programs are concerned.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// WebAssembly in as few bytes as it can do with.
pub(crate) fn wasm(module: &[u8]) -> Result<Vec<u8>> {
    if let Some(begin) = data_below(module, END_OF_STACK)? {
        bail!(
            "Its data begin at {begin}, and have to begin behind a stack of {END_OF_STACK} bytes: what makes it smaller \
             supposes that nothing is in the first 1024."
        );
    }
    let [before, after] = ["before.wasm", "after.wasm"].map(|name| root().join("target/web").join(name));
    fs::write(&before, module)?;
    let mut wasm_opt = command("node");
    wasm_opt.args(["node_modules/binaryen/bin/wasm-opt", "-Oz", "--converge", "--low-memory-unused"]);
    wasm_opt.args(["--strip-debug", "--strip-producers"]).args(FEATURES).arg(&before).arg("-o").arg(&after);
    run(&mut wasm_opt).context("WebAssembly could not be made smaller")?;
    Ok(fs::read(after)?)
}

/// Where the first data begin, if it is below an address.
fn data_below(module: &[u8], address: i32) -> Result<Option<i32>> {
    let mut first = None;
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            // Others are for the program itself to copy.
            let DataKind::Active { offset_expr, .. } = data?.kind else { continue };
            // What begins where the program is told is not at a fixed address.
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { continue };
            first = Some(first.map_or(value, |first: i32| first.min(value)));
        }
    }
    Ok(first.filter(|&first| first < address))
}

/// A module's JavaScript without what only people read.
pub(crate) fn script(text: &str) -> Result<String> {
    let mut terser = command("node");
    terser.args(["node_modules/terser/bin/terser", "--module", "--ecma", "2020", "--mangle"]);
    terser.args(["--compress", "passes=2"]);
    piped(&mut terser, text).context("A script could not be made smaller")
}

/// What a program writes when it is given this to read.
fn piped(command: &mut Command, text: &str) -> Result<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let input = child.stdin.take();
    let text = text.to_owned();
    // Beside it, because neither side may wait for the other.
    let told = thread::spawn(move || input.map_or(Ok(()), |mut input| input.write_all(text.as_bytes())));
    let output = child.wait_with_output()?;
    told.join().map_err(|_| io::Error::other("it was not told"))??;
    if !output.status.success() {
        bail!("It ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ConstExpr, DataSection, Module};

    fn with_data_at(addresses: &[i32]) -> Vec<u8> {
        let mut data = DataSection::new();
        data.passive([1]);
        for &address in addresses {
            data.active(0, &ConstExpr::i32_const(address), [1]);
        }
        Module::new().section(&data).clone().finish()
    }

    #[test]
    fn a_program_whose_data_begin_before_the_end_of_the_stack_is_found() {
        for (addresses, found) in [
            (vec![], None),
            (vec![END_OF_STACK], None),
            (vec![END_OF_STACK, END_OF_STACK - 1], Some(END_OF_STACK - 1)),
            (vec![1024, END_OF_STACK], Some(1024)),
        ] {
            assert_eq!(data_below(&with_data_at(&addresses), END_OF_STACK).unwrap(), found, "{addresses:?}");
        }
        let error = wasm(&with_data_at(&[1024])).unwrap_err();
        assert!(error.to_string().starts_with("Its data begin at 1024, and have to"), "{error}");
    }
}
