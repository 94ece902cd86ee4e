//! The command line of `vanban`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
