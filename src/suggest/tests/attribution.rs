//! Claims in more shapes: within claims, second hand, in headlines and questions.

use super::check_claims;

#[test]
fn claims_within_claims() {
    check_claims(
        "Ada Toll said on Monday that the army claimed that the town of Brask had fallen.",
        &[
            "Ada Toll | said | that the army claimed that the town of Brask had fallen | statement | indirect",
            "> the army | claimed | that the town of Brask had fallen | statement | indirect",
        ],
    );
    check_claims(
        "On Saturday, the government said its forces had left Brask, according to the Torian News Agency.",
        &[
            "the Torian News Agency | according to | On Saturday, the government said its forces had left Brask | \
             statement | indirect",
            "> the government | said | its forces had left Brask | statement | indirect",
        ],
    );
}

#[test]
fn second_hand() {
    check_claims(
        "Torian state TV, citing a military source, said the town has fallen.",
        &[
            "Torian state TV, citing a military source | said | the town has fallen | statement | indirect | \
             via a military source",
        ],
    );
    check_claims(
        "The town has fallen, the Torian News Agency reported, citing officials.",
        &["the Torian News Agency | reported | The town has fallen | statement | indirect | via officials"],
    );
    check_claims("The company left, citing changes in the weather.", &[]);
}

#[test]
fn participles_with_a_clause_or_a_quotation() {
    check_claims(
        "The departments declined to provide it, saying they cannot discuss the case.",
        &["The departments | saying | they cannot discuss the case | statement | indirect"],
    );
    check_claims(
        "“We will stay,” Toll said, adding, “It is late.”",
        &[
            "Toll | said | “We will stay,” | statement | direct",
            "Toll | adding | “It is late.” | statement | direct",
        ],
    );
}

#[test]
fn brackets_dashes_and_turned_glyphs() {
    check_claims(
        "“We will stay,” said Ada Toll (D-Aven), a lawmaker.",
        &["Ada Toll (D-Aven), a lawmaker | said | “We will stay,” | statement | direct"],
    );
    check_claims(
        "Ada Toll (D-Aven), a lawmaker, said the plan failed.",
        &["Ada Toll (D-Aven), a lawmaker | said | the plan failed | statement | indirect"],
    );
    check_claims(
        "Activists — and some villagers — say that the plan failed.",
        &["Activists — and some villagers — | say | that the plan failed | statement | indirect"],
    );
    check_claims(
        "“It is late,“ said Ada Toll. “We will stay.“",
        &["Ada Toll | said | “It is late,“ + “We will stay.“ | statement | direct"],
    );
    check_claims(
        "The town fell, according to the summary. All went according to plan.",
        &["the summary | according to | The town fell | statement | indirect"],
    );
}

#[test]
fn quotations_that_are_signed() {
    for dash in ["―", "—", "--", " - "] {
        check_claims(
            &format!("Readers wrote to us.\n\n“The road is open again at last.” {dash} Ada Toll, Aven"),
            &["Ada Toll | - | “The road is open again at last.” | statement | direct"],
        );
    }
    check_claims(
        "Readers wrote to us.\n\n“The road is open again at last.” — as everybody could see",
        &["- | - | “The road is open again at last.” | statement | direct"],
    );
}

#[test]
fn why_a_source_has_no_name_belongs_to_the_source() {
    for who in [
        "a teacher who asked not to be named",
        "an official who spoke on condition of anonymity",
        "a nurse who declined to be identified",
    ] {
        let first = who.replacen('a', "A", 1);
        check_claims(
            &format!("{first} said the road was closed."),
            &[&format!(
                "{first} | said | the road was closed | statement | indirect"
            )],
        );
        check_claims(
            &format!("The road was closed, {who} told the agency."),
            &[&format!(
                "{who} | told | The road was closed | statement | indirect"
            )],
        );
        check_claims(
            &format!("“We will stay,” said {who}."),
            &[&format!("{who} | said | “We will stay,” | statement | direct")],
        );
        check_claims(
            &format!("The road was closed, according to {who}."),
            &[&format!(
                "{who} | according to | The road was closed | statement | indirect"
            )],
        );
    }
    check_claims(
        "Toll asked not to be moved.",
        &["Toll | asked | not to be moved | demand | indirect"],
    );
}

#[test]
fn quotations_without_a_cue_are_short_or_stand_behind_a_sentence_about_who_says_them() {
    check_claims(
        "Ada Toll stared at the table.\n\n“Next question.”\n\nThe room laughed.",
        &["- | - | “Next question.” | statement | direct"],
    );
    check_claims(
        "The manager, Ben Okoro, pointed down the corridor. “They sleep there.”",
        &["- | - | “They sleep there.” | statement | direct"],
    );
    check_claims(
        "Ada Toll said the track was wet. Her rival, Bea Lomond, only smiled. “I like the rain.”",
        &[
            "Ada Toll | said | the track was wet | statement | indirect",
            "- | - | “I like the rain.” | statement | direct",
        ],
    );
    // Still hers, and a title that nobody says.
    check_claims(
        "“It rained,” Ada Toll said. Toll only smiled. “I like the rain.”",
        &["Ada Toll | said | “It rained,” + “I like the rain.” | statement | direct"],
    );
    check_claims("He wrote a book. “Black Rain” won a prize.", &[]);
    check_claims("The launch went according to plan.", &[]);
}
