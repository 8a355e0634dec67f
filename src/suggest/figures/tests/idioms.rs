//! What verbs with their particles, sites and doers tell of a figure.

use super::{check, check_slots, figures, short};
use crate::annotation::Measure;

#[test]
fn idioms_say_what_happened() {
    for (text, expected) in [
        (
            "Police rounded up more than 140 people in Aven on Saturday.",
            "more than 140 detained",
        ),
        (
            "Troops raided three houses, taking 12 suspected militants into custody.",
            "12 detained",
        ),
        (
            "In Aven five men were remanded in custody on Thursday.",
            "5 detained",
        ),
        (
            "Wildfires have driven 4,500 people from their homes since Monday.",
            "4500 displaced",
        ),
        (
            "More than 2,300 residents were moved out on Tuesday.",
            "more than 2300 displaced",
        ),
        (
            "Around 3,000 people were left homeless when a cyclone struck.",
            "about 3000 displaced",
        ),
        (
            "About 900 families sought shelter in schools.",
            "about 900 displaced",
        ),
        ("Seven herders were left dead on the road to Aven.", "7 killed"),
        ("The army acknowledged losing nine men.", "9 killed"),
        ("In Aven 61 people are listed as missing.", "61 missing"),
        ("In Aven 12 people were declared dead.", "12 killed"),
        ("Police in Aven netted 22 members of a gang.", "22 detained"),
        ("Chlorine from a pipe sickened 56 workers in Aven.", "56 wounded"),
        ("A blaze put 14 residents in hospital with burns.", "14 wounded"),
        ("Toll said four of them were placed on ventilators.", "4 wounded"),
        (
            "Close to 50 parishioners are being cared for in three hospitals.",
            "about 50 wounded",
        ),
        (
            "A further 20 people were treated for shrapnel wounds.",
            "20 wounded",
        ),
        (
            "Around 240 families were left without a roof over their heads.",
            "about 240 displaced",
        ),
        (
            "Toll said 23,400 villagers are sheltering in schools and churches.",
            "23400 displaced",
        ),
        (
            "Toll said 830 people spent the night in gymnasiums.",
            "830 displaced",
        ),
        ("Soldiers shot two looters dead in Aven.", "2 killed"),
        ("A fire left five players with burns.", "5 wounded"),
        (
            "Toll said 19 people with shrapnel wounds had been brought in.",
            "19 wounded",
        ),
        (
            "Thousands were driven from the highlands by rebels.",
            "at least 1000 displaced",
        ),
        ("Rescuers found no trace of four miners.", "4 missing"),
        ("Raiders carried off 47 pupils near Aven.", "47 detained"),
        ("Rescuers said they had taken away 100 bodies.", "100 killed"),
        ("Hospitals took in the bodies of five civilians.", "5 killed"),
        ("Gunmen gunned down 12 farmers.", "12 killed"),
        (
            "Raiders hacked to death 18 people and burned some huts.",
            "18 killed",
        ),
        (
            "About 400 families were driven out of Aven by the militia.",
            "about 400 displaced",
        ),
        ("Armed men seized 14 labourers near Aven.", "14 detained"),
        ("Police took away perhaps 70 farmers.", "about 70 detained"),
        (
            "The death toll of the quake that struck Aven has risen to 1,284.",
            "1284 killed",
        ),
        ("Rescuers searched for three sailors lost overboard.", "3 missing"),
        (
            "Rebels blew up a jeep, killing all seven constables inside, and fled.",
            "7 killed",
        ),
        (
            "Mines left over from the war of the 1990s killed 12 people in Aven.",
            "12 killed",
        ),
        ("Measles has killed under 20 children.", "up to 20 killed"),
        ("Toll said 40 rebels were rounded up and executed.", "40 killed"),
    ] {
        let got: Vec<String> = figures(text)
            .iter()
            .filter(|f| f.measure != Measure::Other)
            .map(short)
            .collect();
        assert_eq!(got, [expected], "{text}");
    }
    check(
        "Toll put the number of dead at 16 and that of wounded at 41.",
        &["16 killed", "41 wounded"],
    );
    check(
        "Toll said troops had freed 29 hostages and taken eight rebels prisoner.",
        &["29 other", "8 detained"],
    );
    check(
        "Toll said 115 residents were brought out, nobody was hurt.",
        &["115 other", "0 wounded"],
    );
    // "held out", and prisoners who are freed.
    check("Toll said 50 fighters were still holding out.", &["50 other"]);
    check("Toll said 1,340 prisoners would be freed.", &["1340 other"]);
    // What closes around no people, or in another sentence.
    check("The army moved 12 tanks out. Men were taken into custody.", &[]);
    check("The court heard that two men were taken away.", &["2 detained"]);
}

#[test]
fn numbers_behind_a_name_and_ages_count_nobody() {
    check("Ten people died when a Dash 8 hit a hill.", &["10 killed"]);
    check("One soldier was killed at Post 14.", &["1 killed"]);
    check("Soldiers killed every man over 18 in Aven.", &[]);
    check("Two sisters aged 12 and 15 were found strangled.", &["2 killed"]);
    check(
        "Some 85,000 children under five starved to death.",
        &["about 85000 killed"],
    );
}

#[test]
fn where_can_be_a_site_or_a_name_that_no_list_knows() {
    check_slots(
        "A blast tore through the Kostrava colliery, killing six miners; ten are still missing.",
        &[
            "6 killed miners / Kostrava colliery /  / ",
            "10 missing  / Kostrava colliery /  / ",
        ],
    );
    check_slots(
        "Four worshippers were killed at a shrine in Parachand on Friday.",
        &["4 killed worshippers / Parachand / Friday / "],
    );
    check_slots(
        "Toll said 12 people were killed in the delta before dawn.",
        &["12 killed people / delta / before dawn / "],
    );
    // What a name belongs to, whose it is, or where they come from.
    check_slots(
        "A bomber killed four people in Toll clans.",
        &["4 killed people /  /  / bomber"],
    );
    check_slots(
        "Hospital staff said four people were killed.",
        &["4 killed people /  /  / "],
    );
    check_slots(
        "Floods drove 400 people from their homes.",
        &["400 displaced people /  /  / "],
    );
}

#[test]
fn by_whom_is_also_who_did_something_else_before() {
    check_slots(
        "The Lenn Front said it had killed 60 soldiers.",
        &["60 killed soldiers /  /  / The Lenn Front"],
    );
    check_slots(
        "Police fired into a crowd in Aleppo, and doctors counted four dead.",
        &["4 killed  / Aleppo /  / Police"],
    );
    check_slots(
        "Rebel fighters overran an army post near Aleppo and killed 20 soldiers.",
        &["20 killed soldiers / Aleppo /  / Rebel fighters"],
    );
    // Who takes the dead away did not kill them.
    check_slots(
        "Rebel fighters said they had taken away 100 bodies.",
        &["100 killed bodies /  /  / "],
    );
    check_slots(
        "A bomb killed 12 people in Aleppo on Friday. The Islamic State group claimed responsibility.",
        &["12 killed people / Aleppo / Friday / Islamic State"],
    );
    check_slots(
        "A bomb killed 12 people. No group has claimed responsibility.",
        &["12 killed people /  /  / "],
    );
    check_slots(
        "Kidnappers holding six nurses in Aleppo want money.",
        &["6 detained nurses / Aleppo /  / Kidnappers"],
    );
    check_slots(
        "A US-led coalition strike in Aleppo killed 18 farmers.",
        &["18 killed farmers / Aleppo /  / US-led coalition"],
    );
    check_slots(
        "An air raid hit a village controlled by the rebel group killing three children.",
        &["3 killed children /  /  / "],
    );
    check_slots(
        "Rebel forces hit a school in Aleppo a day after 12 children were killed in Damascus.",
        &["12 killed children / Damascus /  / "],
    );
    check_slots(
        "A military court in Aleppo jailed seven officers.",
        &["7 detained officers / Aleppo /  / military court"],
    );
}
