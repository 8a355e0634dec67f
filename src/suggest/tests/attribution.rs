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
