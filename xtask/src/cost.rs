//! `cargo xtask cost`: how many instructions the built module runs for a text. A count does not depend on the machine nor
//! on what else it does, so that a test may stand on it.
//!
//! A copy of the module gets a counter that each straight run of instructions adds its length to; Node runs the copy.

use crate::page;
use crate::setup::{self, NodeModules};
use crate::shell::{output, root, say, target_dir};
use std::fs;
use std::path::Path;
use walrus::ir::{self, BinaryOp, Instr, InstrSeqId, UnaryOp, Value};
use walrus::{ConstExpr, GlobalId, LocalFunction, LocalId, Module, ValType};

#[path = "../../tests/nasty/hostile.rs"]
mod hostile;

/// The length of the shortest text of each shape, in characters; twice and four times as much are counted too.
const LENGTH: usize = 10_000;

/// How much more the second half of a text may cost than the first: for twice the length 2.2 times as much in all.
const MOST: f64 = 2.2;

/// Texts with the instructions that they may take.
const BUDGET: &str = "xtask/cost-budget.tsv";

/// How much a count may be over its budget: what another version of the compiler makes of the same code.
const TOLERANCE: f64 = 0.02;

/// `cargo xtask cost [FILE…]`: the check, or the instructions for some texts.
pub fn command_cost(arguments: &[String]) -> Result<(), String> {
    let modules = setup::node_modules()?;
    if arguments.is_empty() {
        return check(&modules).map(drop);
    }
    for (file, count) in arguments.iter().zip(count(&modules, &read(arguments)?)?) {
        println!("{file}: {count}");
    }
    Ok(())
}

/// Prints what each text costs; an error where it is more than its length or the budget says.
pub fn check(modules: &NodeModules) -> Result<(), String> {
    let budget = read_budget()?;
    let files: Vec<String> = budget.iter().map(|b| b.0.clone()).collect();
    let mut texts = read(&files)?;
    let lengths = [LENGTH, 2 * LENGTH, 4 * LENGTH];
    let shapes: Vec<[(&str, String); 3]> = {
        let [one, two, four] = lengths.map(hostile::texts);
        one.into_iter().zip(two).zip(four).map(|((one, two), four)| [one, two, four]).collect()
    };
    texts.extend(shapes.iter().flatten().map(|(_, text)| text.clone()));
    let counts = count(modules, &texts)?;
    let (articles, rest) = counts.split_at(budget.len());
    let mut problems = Vec::new();

    println!("{:38} {:>16} {:>16}", "text", "instructions", "budget");
    for ((file, limit), &count) in budget.iter().zip(articles) {
        println!("{file:38} {count:16} {limit:16}");
        if count as f64 > *limit as f64 * (1.0 + TOLERANCE) {
            problems.push(format!("{file}: {count} instructions, budget {limit}"));
        }
    }
    println!("\n{:38} {:>16} {:>16} {:>6}", "shape", "for each", "of the last", "growth");
    for (shape, counts) in shapes.iter().zip(rest.chunks_exact(3)) {
        let (name, last) = (shape[0].0, shape[2].1.chars().count() as u64);
        let growth = growth(counts);
        println!("{name:38} {:16} {:16} {growth:6.3}", counts[2] / last, counts[2]);
        // Not the comparison turned around: a growth that is no number is no pass.
        if growth <= MOST {
            continue;
        }
        problems.push(format!("{name}: {growth:.3} times as much for twice the length, at most {MOST}"));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

/// From the counts for a length, twice and four times it: how many times as much the longer step costs as the shorter. What
/// does not depend on the length falls out, and what grows with its square shows long before it is half of the whole.
fn growth(counts: &[u64]) -> f64 {
    let step = |from: u64, to: u64| to as f64 - from as f64;
    let (first, second) = (step(counts[0], counts[1]), step(counts[1], counts[2]));
    // Less for more: nothing that grows.
    if second <= 0.0 {
        0.0
    } else {
        second / first
    }
}

fn read(files: &[String]) -> Result<Vec<String>, String> {
    files.iter().map(|file| fs::read_to_string(root().join(file)).map_err(|e| format!("{file}: {e}"))).collect()
}

fn read_budget() -> Result<Vec<(String, u64)>, String> {
    let text = fs::read_to_string(root().join(BUDGET)).map_err(|e| format!("{BUDGET}: {e}"))?;
    let lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|line| {
            let (file, most) = line.split_once('\t').ok_or_else(|| format!("{BUDGET}: {line}"))?;
            Ok((file.to_owned(), most.trim().parse().map_err(|e| format!("{BUDGET}: {line}: {e}"))?))
        })
        .collect()
}

/// The instructions for each text, the tables that are made once left out.
fn count(modules: &NodeModules, texts: &[String]) -> Result<Vec<u64>, String> {
    let folder = target_dir().join("cost");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let (module, list) = (folder.join("counted.wasm"), folder.join("texts.json"));
    let bound = page::bound();
    say("counting instructions");
    add_counter(&bound.join("whosaid_bg.wasm"), &module)?;
    let json = serde_json::to_string(texts).map_err(|e| e.to_string())?;
    fs::write(&list, json).map_err(|e| format!("{}: {e}", list.display()))?;
    let mut node = modules.node()?;
    let counts = output(node.arg("xtask/cost.mjs").arg(bound.join("whosaid.js")).arg(&module).arg(&list))?;
    let counts: Vec<u64> = serde_json::from_str(&counts).map_err(|e| format!("xtask/cost.mjs: {e}"))?;
    if counts.len() == texts.len() {
        Ok(counts)
    } else {
        Err(format!("{} counts of {} texts", counts.len(), texts.len()))
    }
}

/// Writes a copy of a module that counts what it runs in a global, `executed`.
fn add_counter(from: &Path, to: &Path) -> Result<(), String> {
    let mut module = Module::from_file(from).map_err(|e| format!("{}: {e:#}", from.display()))?;
    let zero = ConstExpr::Value(Value::I64(0));
    let counter = module.globals.add_local(ValType::I64, true, false, zero);
    module.exports.add("executed", counter);
    for (_, function) in module.funcs.iter_local_mut() {
        let length = module.locals.add(ValType::I32);
        let mut left = vec![function.entry_block()];
        while let Some(block) = left.pop() {
            left.extend(count_block(function, block, counter, length));
        }
    }
    fs::write(to, module.emit_wasm()).map_err(|e| format!("{}: {e}", to.display()))
}

/// Puts the counting into one block; returns the blocks inside it.
fn count_block(function: &mut LocalFunction, block: InstrSeqId, counter: GlobalId, length: LocalId) -> Vec<InstrSeqId> {
    let mut inner = Vec::new();
    let old = std::mem::take(&mut function.block_mut(block).instrs);
    let mut new = Vec::with_capacity(old.len() * 2);
    // A run ends where control may go elsewhere.
    for run in old.split_inclusive(|(instruction, _)| ends_run(instruction)) {
        let at = run[0].1;
        let mut add = |amount: &[Instr]| {
            new.push((Instr::GlobalGet(ir::GlobalGet { global: counter }), at));
            new.extend(amount.iter().map(|i| (i.clone(), at)));
            new.push((Instr::Binop(ir::Binop { op: BinaryOp::I64Add }), at));
            new.push((Instr::GlobalSet(ir::GlobalSet { global: counter }), at));
        };
        add(&[constant(run.len() as i64)]);
        for (instruction, place) in run {
            match instruction {
                Instr::Block(ir::Block { seq }) | Instr::Loop(ir::Loop { seq }) => inner.push(*seq),
                Instr::IfElse(ir::IfElse { consequent, alternative }) => inner.extend([*consequent, *alternative]),
                // A word at a time, as a loop would copy it.
                Instr::MemoryCopy(_) | Instr::MemoryFill(_) => {
                    new.push((Instr::LocalTee(ir::LocalTee { local: length }), *place));
                    let words = [
                        Instr::LocalGet(ir::LocalGet { local: length }),
                        Instr::Unop(ir::Unop { op: UnaryOp::I64ExtendUI32 }),
                        constant(3),
                        Instr::Binop(ir::Binop { op: BinaryOp::I64ShrU }),
                    ];
                    new.push((Instr::GlobalGet(ir::GlobalGet { global: counter }), *place));
                    new.extend(words.map(|i| (i, *place)));
                    new.push((Instr::Binop(ir::Binop { op: BinaryOp::I64Add }), *place));
                    new.push((Instr::GlobalSet(ir::GlobalSet { global: counter }), *place));
                }
                _ => {}
            }
            new.push((instruction.clone(), *place));
        }
    }
    function.block_mut(block).instrs = new;
    inner
}

fn constant(number: i64) -> Instr {
    Instr::Const(ir::Const { value: Value::I64(number) })
}

fn ends_run(instruction: &Instr) -> bool {
    matches!(
        instruction,
        Instr::Block(_) | Instr::Loop(_) | Instr::IfElse(_) | Instr::Br(_) | Instr::BrIf(_) | Instr::BrTable(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fixed_counts_for_nothing_and_a_square_shows() {
        let counts = |cost: fn(u64) -> u64| [cost(100), cost(200), cost(400)];
        assert_eq!(growth(&counts(|n| 5_000 + 7 * n)), 2.0);
        assert!(growth(&counts(|n| 100 * n + n * n / 10)) > MOST);
        assert_eq!(growth(&counts(|_| 5_000)), 0.0);
        assert!(growth(&[7, 7, 8]) > MOST);
    }
}
