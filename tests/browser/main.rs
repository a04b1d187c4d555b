//! The built site in a real browser. `cargo xtask test` runs these tests with all they need.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

// What the tests work with.
mod browser;
mod bucket;
mod chance;
mod driver;
mod engine;
mod folder;
#[allow(dead_code, reason = "the tests of the guide alone use the rest")]
mod guide;
mod host;
mod kept;
mod keyboard;
mod keys;
#[path = "../../crates/seal/tests/seal/made_over.rs"]
#[allow(dead_code, reason = "the tests of parcels use the rest")]
mod made_over;
mod meddler;
mod nginx;
mod outside;
mod patience;
mod plain;
mod questionnaire;
mod site;
mod stick;
mod tell;
mod tools;
mod tour;
mod visitor;

// The tests.
mod accessibility;
mod boxes;
mod comparison;
mod consent;
mod contact;
mod crash;
mod delivery;
mod durability;
mod event;
mod failure;
mod fetched;
mod figures;
mod file;
mod foot;
mod history;
mod hosting;
mod intake;
mod journey;
mod late;
mod offline;
mod on_its_way;
mod organiser;
mod panic;
mod phone;
mod remains;
mod revision;
mod routing;
mod sealed;
mod stores;
mod tabs;
mod translator;
mod trouble;
mod typing;
mod unfinished;
mod ways;
