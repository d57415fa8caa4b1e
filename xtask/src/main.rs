//! The project's task runner: `cargo xtask COMMAND`.

use std::process::ExitCode;

type Command = fn(&[String]) -> Result<(), String>;

/// Name, what it does, function.
const COMMANDS: &[(&str, &str, Command)] = &[];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("help", String::as_str);
    if let Some((_, _, run)) = COMMANDS.iter().find(|c| c.0 == name) {
        return match run(&arguments[1..]) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("xtask {name}: {message}");
                ExitCode::FAILURE
            }
        };
    }
    println!("usage: cargo xtask COMMAND\n");
    for (name, what, _) in COMMANDS {
        println!("  {name:12} {what}");
    }
    if name == "help" {
        ExitCode::SUCCESS
    } else {
        eprintln!("\nxtask: there is no command `{name}`");
        ExitCode::from(2)
    }
}
