//! Prints the TypeScript of the command table; `make types` keeps it in `ui/src/backend/types.ts`.

fn main() {
    print!("{}", api::typescript());
}
