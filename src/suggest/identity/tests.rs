//! Which names are names of one actor, by invented names.

use super::*;

fn actor(names: &str, kind: &KindId) -> Identity {
    let mut all = names.split('|');
    Identity::new(all.next().unwrap(), all, kind)
}

fn check(kind: &KindId, a: &str, b: &str, expected: Option<Reason>) {
    let (x, y) = (actor(a, kind), actor(b, kind));
    assert_eq!(x.same(&y), expected, "{a} / {b}");
    assert_eq!(y.same(&x), expected, "{b} / {a}");
    if expected.is_some() {
        assert!(x.keys().iter().any(|key| y.keys().contains(key)), "{a} / {b}");
    }
}

#[test]
fn persons() {
    let kind = KindId::PERSON;
    for (a, b, expected) in [
        ("Ada Toll", "ada TOLL", Some(Reason::Name)),
        ("President Ada Toll", "Ada Toll Jr.", Some(Reason::Name)),
        ("Omar al-Tarin", "Omar Tarin", Some(Reason::Name)),
        ("Omar Salem al-Tarin", "Omar el-Tarin", Some(Reason::Name)),
        ("Ilmar Vestrin", "Ilmar Westrin", Some(Reason::Spelling)),
        ("Yusuf Abdallah", "Yousuf Abdullah", Some(Reason::Spelling)),
        ("Timothy Toll", "Tim Toll", Some(Reason::Spelling)),
        ("A. Toll", "Ada Toll", Some(Reason::Spelling)),
        ("Toll", "Ada Toll", Some(Reason::Surname)),
        ("al-Tarin", "Omar Tarin", Some(Reason::Surname)),
        ("Ada Toll|Toll", "Toll", Some(Reason::Surname)),
        ("Toll", "Toll", Some(Reason::Name)),
        ("Ada Toll|Toll", "Ben Toll|Toll", None),
        ("Ada Toll", "Ben Toll", None),
        ("Paul Toll", "Paula Toll", None),
        ("Ada B. Toll", "Ada C. Toll", None),
        ("Ada Toll", "Ada Vestrin", None),
    ] {
        check(&kind, a, b, expected);
    }
}

#[test]
fn bodies() {
    let kind = KindId::ORGANIZATION;
    for (a, b, expected) in [
        ("Norvan Inc.", "Norvan", Some(Reason::Name)),
        ("Zabenni Quake Watch", "ZQW", Some(Reason::Acronym)),
        ("zabenni quake watchers", "ZQW", None),
        ("company", "Norvan Company", None),
        ("monitoring group", "Norvan Group", None),
        ("Norvan Group PLC", "The Norvan Corporation", Some(Reason::Name)),
        (
            "Torian Aeronautic and Space Company TAS N.V.",
            "Torian Aeronautic & Space Co",
            Some(Reason::Name),
        ),
        (
            "U.S. Department of Oskamar Affairs",
            "American Oskamar Affairs Department",
            Some(Reason::Name),
        ),
        (
            "Norwegian Defence Ministry",
            "Ministry of Defense of Norway",
            Some(Reason::Name),
        ),
        (
            "Norwegian Defence Ministry",
            "Norway's Ministry of Defense",
            Some(Reason::Name),
        ),
        ("Aven Relief Committees", "ARC", Some(Reason::Acronym)),
        ("Bank of Oskamar", "BoO", Some(Reason::Acronym)),
        ("UN Relief Mission Aven", "UNRMA", Some(Reason::Acronym)),
        ("Aven Relief Committees|ARC", "ARC", Some(Reason::Acronym)),
        ("ARC", "A.R.C.", Some(Reason::Name)),
        ("Aven Council|AC", "Aven Coalition|AC", None),
        ("Jabhat al-Vestra", "Jabhat al-Westra", Some(Reason::Spelling)),
        ("Aven Front", "Aven Fronts", None),
        ("Norvan", "Norvan Airways", None),
        ("Norwegian Whale Board", "Whale Board", Some(Reason::Name)),
        ("Norwegian Foreign Ministry", "Foreign Ministry", None),
        ("Northern Council|Council", "Southern Council|Council", None),
        ("Basket Computer|Basket", "Basket Inc.", Some(Reason::Name)),
        ("Basket Computer|Basket", "Basket", Some(Reason::Name)),
        ("Basket Computer|Basket", "Basket Corps", None),
        ("Basket Computer", "Basket", None),
    ] {
        check(&kind, a, b, expected);
    }
}

#[test]
fn places_and_other_kinds() {
    check(&KindId::PLACE, "Deir al-Torin", "Dayr at-Torin", None);
    check(&KindId::PLACE, "Oskamar", "Oskamer", Some(Reason::Spelling));
    check(&KindId::PLACE, "São Tovar", "Sao Tovar", Some(Reason::Name));
    check(
        &KindId::GROUP,
        "Torian exiles",
        "torian exiles",
        Some(Reason::Name),
    );
    check(&KindId::GROUP, "Torian exiles", "Torian exile", None);
    let (a, b) = (
        actor("Toll", &KindId::PERSON),
        actor("Toll", &KindId::ORGANIZATION),
    );
    assert_eq!(
        a.same(&b),
        Some(Reason::Name),
        "one name tells no person from a company"
    );
    let (a, b) = (
        actor("Ada Toll|Toll", &KindId::PERSON),
        actor("Toll", &KindId::ORGANIZATION),
    );
    assert_eq!(a.same(&b), None, "a person with a first name is no company");
    let (a, b) = (
        actor("Aven Front", &KindId::ARMED_FORCE),
        actor("Aven Front", &KindId::ORGANIZATION),
    );
    assert_eq!(
        a.same(&b),
        Some(Reason::Name),
        "kinds of bodies differ from article to article"
    );
}
