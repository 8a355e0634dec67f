//! Figures in sentences about invented events. A figure is written "value bound measure who / where / when / by".

mod idioms;

use crate::annotation::Figure;
use crate::suggest::{Input, Options, Rules, Stop, Suggester as _, Suggestions};
use crate::text::ArticleText;

fn suggest(text: &str) -> Suggestions {
    let text = ArticleText::new(text);
    let input = Input {
        text: &text,
        zones: &[],
        // A Wednesday.
        published: Some("2024-05-15".parse().unwrap()),
        known: &[],
        options: Options::default(),
    };
    Rules.suggest(&input, &Stop::default()).unwrap()
}

fn figures(text: &str) -> Vec<Figure> {
    let claims = suggest(text).claims;
    claims.into_iter().flat_map(|claim| claim.figures).collect()
}

fn short(f: &Figure) -> String {
    let to = f.value_to.map_or(String::new(), |to| format!("-{to}"));
    let bound = match f.bound.id() {
        "exactly" => "",
        bound => &format!("{bound} "),
    };
    format!("{bound}{}{to} {}", f.value, f.measure.id())
}

/// Values, bounds and measures, in the article's own voice unless the text says otherwise.
fn check(text: &str, expected: &[&str]) {
    let got: Vec<String> = figures(text).iter().map(short).collect();
    assert_eq!(got, expected, "{text}");
}

fn check_slots(text: &str, expected: &[&str]) {
    let got: Vec<String> = figures(text)
        .iter()
        .map(|f| format!("{} {} / {} / {} / {}", short(f), f.who, f.place, f.when, f.by))
        .collect();
    assert_eq!(got, expected, "{text}");
}

#[test]
fn who_where_when_by() {
    check_slots(
        "Activists said at least four civilians were killed in Aleppo on Monday by government troops.",
        &["at least 4 killed civilians / Aleppo / Monday / government troops"],
    );
    check_slots(
        "Airstrikes by the Norwegian-led coalition killed 21 farm workers in Aleppo.",
        &["21 killed farm workers / Aleppo /  / Norwegian-led coalition"],
    );
    check_slots(
        "On Friday 12 miners were hurt in rebel shelling near the town of Veldrin.",
        &["12 wounded miners / Veldrin / Friday / rebel"],
    );
    check_slots(
        "Toll said the blast wounded 14 people.",
        &["14 wounded people /  /  / "],
    );
}

#[test]
fn by_whom_is_who_did_it() {
    for (text, expected) in [
        // The subject of the clause before "killing".
        (
            "The terrorists also fired shells on the Faculty of Law and the houses of Aven, killing two people.",
            "2 killed people / Aven /  / terrorists",
        ),
        (
            "Russian jets bombed a market in Aleppo, killing 12 people.",
            "12 killed people / Aleppo /  / Russian",
        ),
        (
            "The Norwegian army has used poison gas once again, killing 12 people.",
            "12 killed people /  /  / Norwegian army",
        ),
        (
            "A market was bombed by Russian jets on Monday, killing 12 people.",
            "12 killed people /  / Monday / Russian",
        ),
        (
            "Toll left, adding that rebels fired more shells, killing 12 people.",
            "12 killed people /  /  / rebels",
        ),
        (
            "The opposition has accused government forces of killing well over 1000 civilians.",
            "more than 1000 killed civilians /  /  / government forces",
        ),
        // Who is named behind "by" comes before whoever stands nearest to the verb.
        (
            "Airstrikes carried out by Norway against Danish insurgents in northwestern Syria have killed 11 people.",
            "11 killed people / Syria /  / Norway",
        ),
        (
            "Attacks launched by Oslo killed 31 people.",
            "31 killed people /  /  / Oslo",
        ),
        (
            "Ten people were killed in a shell fired by rebel groups.",
            "10 killed people /  /  / rebel groups",
        ),
        (
            "Ten people were killed in a town held by rebel groups.",
            "10 killed people /  /  / ",
        ),
        (
            "Shelling by the Norwegian army and its ally Denmark killed 80 people.",
            "80 killed people /  /  / Norwegian army and its ally Denmark",
        ),
        (
            "Ten people were killed in US air strikes.",
            "10 killed people /  /  / US",
        ),
        (
            "Ten people were killed in Syrian government shelling.",
            "10 killed people /  /  / Syrian government",
        ),
        (
            "Ten people were killed in Al-Qaeda militant attacks.",
            "10 killed people /  /  / Al-Qaeda militant",
        ),
        (
            "Norwegian coalition planes targeted wells where people were gathered, killing 18 civilians.",
            "18 killed civilians /  /  / Norwegian coalition planes",
        ),
        // Who lost people did not kill them.
        ("The Kurds lost three fighters.", "3 killed fighters /  /  / "),
    ] {
        check_slots(text, &[expected]);
    }
}

#[test]
fn where_is_not_where_somebody_is_at_home() {
    for (text, expected) in [
        (
            "Ten members of a group operating in Iraq and Syria were killed in northeastern Lebanon.",
            "10 killed members / Lebanon /  / ",
        ),
        (
            "Rebels fighting in Iraq killed ten people in Aleppo.",
            "10 killed people / Aleppo /  / Rebels",
        ),
        (
            "Six women were killed and a seventh died in hospital.",
            "6 killed women /  /  / ",
        ),
        (
            "Thousands have fled the fierce fighting in Aleppo.",
            "at least 1000 displaced  / Aleppo /  / ",
        ),
    ] {
        check_slots(text, &[expected]);
    }
}

#[test]
fn a_predicate_can_be_joined_to_another() {
    check(
        "Toll said around 41 rebels were rounded up and executed.",
        &["about 41 killed"],
    );
    check("Two citizens injured due to a mortar attack.", &["2 wounded"]);
}

#[test]
fn a_quotation_mark_is_no_part_of_the_time() {
    check_slots(
        "Toll said 12 people had died \"since dawn\".",
        &["12 killed people /  / since dawn / "],
    );
}

#[test]
fn a_noun_that_tells_the_measure_does_not_ask_the_next_number() {
    check(
        "Toll said the blast left 50 martyrs and more than 200 others wounded.",
        &["50 killed", "more than 200 wounded"],
    );
    check(
        "Toll said the raid left 12 bodies and 30 injured.",
        &["12 killed", "30 wounded"],
    );
}

#[test]
fn numbers_in_words_and_digits() {
    check("Toll said 1.5 million people were killed.", &["1500000 killed"]);
    check("A hundred and twenty-one miners died.", &["121 killed"]);
    check("Half a million people fled.", &["500000 displaced"]);
    check(
        "More than a quarter of a million people fled.",
        &["more than 250000 displaced"],
    );
    check("Two thousand three hundred people fled.", &["2300 displaced"]);
    check("A dozen miners were hurt.", &["12 wounded"]);
    check("A couple of miners were hurt.", &["about 2 wounded"]);
    check("Nobody was killed.", &["0 killed"]);
    check("No one was hurt and no one knows why.", &["0 wounded"]);
}

#[test]
fn words_for_an_order_of_size_have_their_least_number() {
    check("Dozens of miners were killed.", &["at least 12 killed"]);
    check("Hundreds fled.", &["at least 100 displaced"]);
    check("Tens of thousands of people fled.", &["at least 10000 displaced"]);
    check("The blast killed scores of miners.", &["at least 20 killed"]);
    check(
        "Several hundred people were arrested.",
        &["at least 100 detained"],
    );
    check("Ada Toll scores high.", &[]);
}

#[test]
fn ranges_and_bounds() {
    check("Toll said 15 to 20 fighters were killed.", &["15-20 killed"]);
    check("Between 10 and 15 fighters were killed.", &["10-15 killed"]);
    check(
        "From about 500 to some 1,300 people fled.",
        &["about 500-1300 displaced"],
    );
    check("Two or three miners were hurt.", &["2-3 wounded"]);
    check("10-12 miners were hurt.", &["10-12 wounded"]);
    check("The death toll rose from 12 to 15.", &["12 killed", "15 killed"]);
    check("No fewer than 12 miners died.", &["at least 12 killed"]);
    check("As many as 12 miners died.", &["up to 12 killed"]);
    check("Well over 12 miners died.", &["more than 12 killed"]);
    check("Nearly 12 miners died.", &["about 12 killed"]);
    check("Fewer than 12 miners died.", &["up to 12 killed"]);
    check("12 or more miners died.", &["at least 12 killed"]);
}

#[test]
fn measures() {
    check("The killing of 12 miners was filmed.", &["12 killed"]);
    check("Police counted 12 deaths.", &["12 killed"]);
    check(
        "The death toll from the blast in the old mine has risen to 399.",
        &["399 killed"],
    );
    check("The raid left 20 dead.", &["20 killed"]);
    check("Twenty lost their lives.", &["20 killed"]);
    check("The flood claimed the lives of 20 people.", &["20 killed"]);
    check("Twelve people were martyred.", &["12 killed"]);
    check("Police arrested 12 students.", &["12 detained"]);
    check("Rebels captured 12 soldiers.", &["12 detained"]);
    check("Rebels captured 12 villages.", &[]);
    check("Troops destroyed 30 militants and 12 tanks.", &["30 killed"]);
    check("The flood displaced 12,000 people.", &["12000 displaced"]);
    check("Some 12,000 were forced to flee.", &["about 12000 displaced"]);
    check("Twelve people are still missing.", &["12 missing"]);
    check("Twelve wounded soldiers were flown home.", &["12 wounded"]);
    check("The blast killed 12 displaced people.", &["12 killed"]);
    check("The raid resulted in 12 miners dying.", &["12 killed"]);
    check("The camp houses 12,000 refugees.", &["12000 displaced"]);
    check("They freed 12 hostages.", &[]);
}

#[test]
fn several_numbers_in_a_sentence() {
    check(
        "A blast killed 12 people and injured 30 others.",
        &["12 killed", "30 wounded"],
    );
    check("Two killed 6 injured in a blast.", &["2 killed", "6 wounded"]);
    check(
        "A blast killed 12 people including 5 children and 3 women and injured 30.",
        &["12 killed", "5 killed", "3 killed", "30 wounded"],
    );
    check(
        "Five people were killed in the town of Aven and one in the town of Toria.",
        &["5 killed", "1 killed"],
    );
    check(
        "15 miners, among them 4 women, were killed and another four were hurt.",
        &["15 killed", "4 killed", "4 wounded"],
    );
    check(
        "Six miners were among at least 22 people killed.",
        &["6 killed", "at least 22 killed"],
    );
    check("Six miners from one family were killed.", &["6 killed"]);
    check(
        "At least 45 rebels and 20 soldiers were killed in three attacks by two groups.",
        &["at least 45 killed", "20 killed"],
    );
}

#[test]
fn what_is_no_count_of_people() {
    for text in [
        "Ada Toll, 42, was killed.",
        "Ben Osk was killed at the age of 42.",
        "Ada Toll was killed at 7 p.m. on June 3, 2011.",
        "Shots fell at seven in the morning and killed Ada Toll.",
        "Ada Toll was killed 12 kilometres from Aven.",
        "Three years ago Ada Toll was killed.",
        "Resolution 2118 was broken by the arrest of Ada Toll in 2013.",
        "A Mi-8 was shot down and its pilot was killed.",
        "The club won 3-1 after its coach was hurt.",
        "Ada Toll was hurt when three rockets fell.",
        "Prices fell 12 percent after the killing.",
        "The Feb. 13 death of Ada Toll was a shock.",
        "The death of Ada Toll, a mother of seven, was a shock.",
        "The grandmother, 79, was killed in Aven.",
        "A child was killed with his brothers, 8 and 11, in Aven.",
    ] {
        check(text, &[]);
    }
    check(
        "Toll said dozens died on June 3, 2011 at 7 p.m.",
        &["at least 12 killed"],
    );
    check("Toll said resolution 2118 was broken by Ammar, 42, in 2013.", &[]);
}

#[test]
fn other_counts_only_inside_claims_of_others() {
    check("Toll said 12 percent of homes burned.", &["12 other"]);
    check("Toll said the army lost three tanks.", &["3 other"]);
    check("Three tanks burned and 12 percent of homes.", &[]);
}

#[test]
fn own_voice_is_a_claim_without_cue_and_source() {
    let found = suggest("Toll left. At least 21 people were killed in Aleppo on Saturday. It rained.");
    let [claim] = found.claims.as_slice() else {
        panic!("{:?}", found.claims)
    };
    assert_eq!((claim.cue, claim.source, claim.speaker), (None, None, None));
    assert!(claim.reason.contains("own voice"), "{}", claim.reason);
    assert_eq!(claim.content.len(), 1);
    let found = suggest("At least 21 people were killed, Toll said.");
    assert_eq!(found.claims.len(), 1, "attributed claims are not doubled");
    assert_eq!(suggest("Ada Toll was killed on Saturday.").claims.len(), 0);
}

#[test]
fn days_are_resolved() {
    let days = |text: &str| {
        let figures = figures(text);
        figures
            .first()
            .and_then(|f| f.date)
            .map_or_else(String::new, |date| date.to_string())
    };
    assert_eq!(days("12 miners died on Saturday."), "2024-05-11");
    assert_eq!(
        days("12,000 miners died since the war began in March 2011."),
        "2011-03-01 to 2024-05-15"
    );
    assert_eq!(days("Last week 12 miners died."), "2024-05-06 to 2024-05-12");
    assert_eq!(days("12 miners died since the truce broke."), "");
}

#[test]
fn lost_commas_and_apostrophes_do_no_harm() {
    check("In June 12 people died.", &["12 killed"]);
    check(
        "The death toll has risen to 86 30 of them children.",
        &["86 killed", "30 killed"],
    );
    check(
        "Rocket attacks killed 5 people in Aven on Thursday and wounded at least 50 a monitoring group said.",
        &["5 killed", "at least 50 wounded"],
    );
    check(
        "0 87 Get short URL 12 rebels were killed by Assads forces.",
        &["12 killed"],
    );
}
