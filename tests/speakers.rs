//! Who speaks, in news of many kinds. Sources and contents are given; only the identities are wanted.

#[path = "common/given.rs"]
mod given;

use given::{check, check_known_wrong, resolve};
use whosaid::annotations::{ClaimForm, ClaimMode, SpeakerKind};
use whosaid::attribution::Attribution;
use whosaid::entities;
use whosaid::speakers;
use whosaid::text::{Span, Text};

#[test]
fn unnamed_sources_that_the_article_keeps_apart() {
    check(&[
        (
            "<C1 “They paid us in vouchers all summer,”> said <S1 a retired Gdynia welder>, who asked not to be named. \
             <C2 “Nobody opened the books,”> <S2 the welder> added.\n\n<S3 Another long-serving Polish welder> said <C3 he \
             was leaving.> The yard would close, <S4 the second welder> said. <S5 The welder> said <C5 tools were sold>.",
            "a retired Gdynia welder | a retired Gdynia welder | Another long-serving Polish welder | \
             Another long-serving Polish welder | Another long-serving Polish welder",
        ),
        (
            "<S1 A senior official> said <C1 talks had failed.> <S2 A second official> said <C2 they had not.> <S3 The \
             first official> said <C3 he was certain.> <S4 A third official> declined to say <C4 more.>",
            "A senior official | A second official | A senior official | A third official",
        ),
        (
            "<S1 Western diplomats> said <C1 the deal was near.> <S2 Other diplomats> said <C2 it was not.> <S3 Some \
             diplomats> said <C3 nothing.>",
            "Western diplomats | Other diplomats | Some diplomats",
        ),
        (
            "<S1 Analysts> say <C1 rates will fall.> The bank met on Monday. <S2 Analysts> said <C2 the cut would be small.>",
            "Analysts | Analysts",
        ),
        (
            "<S1 One resident> said <C1 the water rose within minutes.> <S2 Another> said <C2 the sirens never came.>",
            "One resident | Another",
        ),
        (
            "<S1 The ministry> said <C1 the road was open.> <S2 The ministry’s spokeswoman> said <C2 lorries could pass.> \
             <S3 She> said <C3 cars could, too.>",
            "The ministry | The ministry’s spokeswoman | The ministry’s spokeswoman",
        ),
    ]);
}

#[test]
fn relatives_of_one_surname() {
    check(&[
        (
            "Joaquin Ferrer never moved away. He speaks of his late father Ignacio Ferrer, who built the mill. <S1 Ferrer> \
             said <C1 the old man could not swim.> <S2 He> said <C2 the river owed him a living.>",
            "Joaquin Ferrer | Joaquin Ferrer",
        ),
        (
            "Kelly Marsh, 19, died on Sunday. <S1 Her mother, Kathleen Marsh,> said <C1 it was unbearable.> <S2 Mrs Marsh> said \
             <C2 she would fight on.>",
            "Kathleen Marsh | Kathleen Marsh",
        ),
    ]);
}

#[test]
fn who_is_set_in_front_and_who_only_claims() {
    check(&[
        (
            "The minister, Hans Velm, left early. As for the rector, Neel Sewell, <S1 he> said <C1 the college would stay.> \
             Behind the gates, <S2 he> said <C2 that nothing had changed.>",
            "Neel Sewell | Neel Sewell",
        ),
        (
            "Callum Reese and Obi Nwosu went to the away end. <S1 They> said <C1 they had promised their shirts.>",
            "Callum Reese and Obi Nwosu",
        ),
        (
            "<S1 A notice from Harbour Warden Jerome Garman> said <C1 the pier was shut.> <S2 Garman> said <C2 nothing \
             more.>",
            "A notice from Harbour Warden Jerome Garman | Jerome Garman",
        ),
    ]);
}

#[test]
fn names_short_and_long() {
    check(&[
        (
            "Police chief Maria Lundqvist spoke first. <S1 Lundqvist> said <C1 two men were held.> <S2 The police chief> \
             said <C2 a third was sought.> <S3 She> gave <C3 no names.>",
            "Maria Lundqvist | Maria Lundqvist | Maria Lundqvist",
        ),
        (
            "<S1 Dr. Adaeze Nwosu-Bell, who leads the unit,> said <C1 beds were full.> <S2 Nwosu-Bell> said <C2 it would \
             get worse.> <S3 Dr. Nwosu-Bell> added <C3 a warning.>",
            "Adaeze Nwosu-Bell | Adaeze Nwosu-Bell | Adaeze Nwosu-Bell",
        ),
        (
            "Khalid bin Rashid al-Thawadi met Pieter van der Meulen. <S1 Al-Thawadi> said <C1 the talks went well.> <S2 \
             Van der Meulen> said <C2 they did not.>",
            "Khalid bin Rashid al-Thawadi | Pieter van der Meulen",
        ),
        (
            "<S1 Robert Keane Jr.> said <C1 his father was ill.> <S2 Robert Keane Sr.> said <C2 he was well.> <S3 Keane Jr.> \
             said <C3 otherwise.>",
            "Robert Keane Jr. | Robert Keane Sr. | Robert Keane Jr.",
        ),
        (
            "MAYOR SPEAKS\n\nMayor Tom Hadley and his wife, Ruth Hadley, were there. <S1 Mr. Hadley> said <C1 the town was \
             safe.> <S2 Mrs. Hadley> said <C2 she was proud.>",
            "Tom Hadley | Ruth Hadley",
        ),
        (
            "Ling Xiaoyu, 29, works nights. <S1 Ling> says <C1 the pay is poor.> <S2 She> says <C2 nobody stays.>",
            "Ling Xiaoyu | Ling Xiaoyu",
        ),
        (
            "<C1 “We want answers,”> said <S1 Tyrell Obasi-Grant>. <S2 Obasi-Grant> said <C2 he had written twice.> <S3 He> \
             had <C3 no reply.>",
            "Tyrell Obasi-Grant | Tyrell Obasi-Grant | Tyrell Obasi-Grant",
        ),
        (
            "The World Trade Centre of Ghent (WTCG) is closed. <S1 The WTCG> said <C1 it would reopen.> <S2 The World \
             Trade Centre of Ghent> gave <C2 no date.>",
            "World Trade Centre of Ghent | World Trade Centre of Ghent",
        ),
        (
            "President Anna Keller met her brother, the banker Josef Keller. <S1 Josef Keller> said <C1 it was private.> \
             <S2 Anna Keller> said <C2 nothing.> <S3 The president> smiled at <C3 that.>",
            "Josef Keller | Anna Keller | Anna Keller",
        ),
    ]);
}

#[test]
fn business() {
    check(&[
        (
            "Brightwater Energy Corp. cut its forecast on Tuesday. <S1 The company> said <C1 demand was weak.> <S2 Its chief \
             executive, Nora Vance,> said <C2 jobs were safe.> <S3 Vance> blamed <C3 the weather.>",
            "Brightwater Energy Corp. | Nora Vance | Nora Vance",
        ),
        (
            "<S1 Chief executive Omar Haddad> said <C1 profit rose.> <S2 The chief executive> said <C2 costs fell.> <S3 \
             He> expects <C3 a good year.> <S4 Analysts at Corvin Bank> said <C4 they doubted it.> <S5 They> cut <C5 \
             their target.>",
            "Omar Haddad | Omar Haddad | Omar Haddad | Analysts at Corvin Bank | Analysts at Corvin Bank",
        ),
        (
            "Talvio, a Finnish maker of sensors, plans a plant. <S1 Talvio> said <C1 it would hire 200.> <S2 The firm> said \
             <C2 work starts in May.> <S3 It> gave <C3 no cost.>",
            "Talvio | Talvio | Talvio",
        ),
    ]);
}

#[test]
fn science_and_documents() {
    check(&[
        (
            "<S1 A study published on Monday> found <C1 that bees sleep less.> <S2 The study> says <C2 light is to blame.> \
             <S3 It> shows <C3 a fall of a third.> <S4 Lead author Ingrid Solheim of the University of Tromso> said <C4 \
             more work was needed.> <S5 The biologist> said <C5 so twice.>",
            "A study published on Monday | A study published on Monday | A study published on Monday | Ingrid Solheim | \
             Ingrid Solheim",
        ),
        (
            "<S1 A new Harlow University poll> found <C1 most agree.> <S2 The poll> put <C2 support at 60 percent.> <S3 An \
             earlier poll> had <C3 it at 50.>",
            "A new Harlow University poll | A new Harlow University poll | An earlier poll",
        ),
        (
            "<S1 The researchers> say <C1 the ice is thinning.> <S2 They> measured <C2 it for years.> <S3 Glaciologist \
             Arvid Nyqvist, who was not involved in the work,> called it <C3 careful.>",
            "The researchers | The researchers | Arvid Nyqvist",
        ),
    ]);
}

#[test]
fn local_and_world() {
    check(&[
        (
            "A woman was hurt when a tree fell in Mill Lane. <S1 She> said <C1 it came without warning.> <S2 Neighbour \
             Brenda Hough> said <C2 she had complained.> <S3 The council> said <C3 it would look into it.> <S4 A council \
             spokesman> said <C4 the tree was old.>",
            "A woman | Brenda Hough | The council | A council spokesman",
        ),
        (
            "<S1 Fatima>, a mother of three who fled the town, said <C1 the shelling went on all night.> <S2 She> said <C2 \
             her sister stayed.> <C3 “I call her every day,”> <S3 Fatima> said.",
            "Fatima | Fatima | Fatima",
        ),
        (
            "Foreign Minister Selim Aydin met his Greek counterpart, Eleni Pappas. <S1 Aydin> said <C1 the talks were \
             frank.> <S2 Pappas> said <C2 she agreed.> <C3 “We will meet again,”> <S3 she> said.",
            "Selim Aydin | Eleni Pappas | Eleni Pappas",
        ),
        (
            "<S1 Ankara> said <C1 it had lost two ships.> <S2 Athens> denied <C2 it.> <S3 The Elysée> said <C3 nothing more.>",
            "Ankara | Athens | Elysée",
        ),
        (
            "<S1 Ann Lowry and Peter Grice> said <C1 they would appeal.> <S2 They> said <C2 the ruling was wrong.> <S3 \
             Lowry> said <C3 she was tired.>",
            "Ann Lowry and Peter Grice | Ann Lowry and Peter Grice | Ann Lowry",
        ),
        (
            "<S1 Deborah Quist, an economist and former minister,> said <C1 growth was slow.> <S2 The economist> said <C2 \
             it would stay so.> <S3 The former minister> blamed <C3 the war.>",
            "Deborah Quist | Deborah Quist | Deborah Quist",
        ),
        (
            "<C1 “I saw it fall,”> said <S1 Joao Pires, a fisherman,> adding that <S2 he> called <C2 the coastguard.> <S3 \
             The fisherman> said <C3 they came at once.>",
            "Joao Pires | Joao Pires | Joao Pires",
        ),
        (
            "<S1 Governor Lucia Ferrante> said <C1 <S2 her chief of staff> told her <C2 the bridge was closed>.>",
            "Lucia Ferrante | Lucia Ferrante’s chief of staff",
        ),
        (
            "<C1 “<S2 My mother> told me <C2 never to go there>,”> said <S1 Amal Khoury>. <C4 “<S3 I> think <C3 she was \
             right>,”> <S4 she> said.",
            "Amal Khoury | My mother | Amal Khoury | Amal Khoury",
        ),
        (
            "Critics, <S1 who> say <C1 the law is cruel>, marched on Sunday. <S2 Organiser Yusuf Demir, who spoke last,> \
             said <C2 thousands came.>",
            "Critics | Yusuf Demir",
        ),
    ]);
}

#[test]
fn unclear_is_nobody() {
    check(&[
        ("<S1 He> said <C1 it was over.> Then he left.", "-"),
        ("The storm hit on Friday. <S1 She> said <C1 the roof was gone.>", "-"),
        ("Mary Hobbs and Ellen Tate run the shop. <S1 He> said <C1 it was dear.>", "-"),
    ]);
}

#[test]
fn quotations_that_go_on() {
    check(&[
        (
            "<C1 “We lost a lot,”> <S1 Vera Lind> said. <C2 “We start again today.”>\n\n<C3 “It will take years.”>",
            "Vera Lind | Vera Lind | Vera Lind",
        ),
        (
            "<S1 Paul Ames> said <C1 no.> The door fell shut.\n\nRain came down all day.\n\nNight fell on the town.\n\n\
             <C2 “Stay out of here.”>",
            "Paul Ames | -",
        ),
    ]);
}

#[test]
fn names_behind_a_dash() {
    check(&[(
        "<C1 “I would go at once.”>\n— Marta Lind\n\n<C2 “Never in my life.”>\n— Oskar Brand\n\n<C3 “Perhaps next \
             year.”> — Ida Falk",
        "Marta Lind | Oskar Brand | Ida Falk",
    )]);
}

#[test]
fn any_spans_on_any_text() {
    for source in [
        "",
        " ",
        "A",
        "he",
        "“”",
        "the 34-year-old’s — and and, (",
        "Mr. Mr. said said who who, which",
        "e\u{301} \u{1F468}\u{200D}\u{1F469} said \u{202E}x",
        "One of the\n\nanother, other; a third 's",
        "A and B and C, D and the E’s F of G who H",
    ] {
        let text = Text::new(source);
        let entities = entities::find(&text);
        let n = source.len() as u32 + 2;
        let mut attributions = Vec::new();
        for start in 0..n {
            for end in (start..n).step_by(3) {
                attributions.push(Attribution {
                    source: (end % 4 != 1).then(|| Span::new(start, end)),
                    cue: (end % 3 == 0).then(|| Span::new(start, end)),
                    content: vec![Span::new(end, n), Span::new(0, start)],
                    form: ClaimForm::Mixed,
                    mode: ClaimMode::Statement,
                    qualifiers: Vec::new(),
                    stands_for: None,
                    continues: (end % 5 == 0).then_some(start as usize),
                    parent: None,
                    rule: "given",
                    confidence: 1.0,
                });
            }
        }
        let entities = entities::settle(&text, &entities, attributions.iter().filter_map(|a| a.source));
        let found = speakers::resolve(&text, &attributions, &entities);
        assert_eq!(found.of.len(), attributions.len());
        for (id, sure) in found.of.iter().flatten() {
            assert!((*id as usize) < found.speakers.len() && (0.0..=1.0).contains(sure), "{source}");
        }
    }
}

#[test]
fn what_decided_is_told_where_the_text_does_not_name_the_speaker() {
    let marked =
        "<S1 Ilse Brandt, a ferry pilot,> said <C1 the fog was thick.> <S2 She> said <C2 she saw nothing.> <S3 The \
                  pilot> said <C3 the horn was silent.>\n\n<C4 “Nobody answered,”> <S4 Brandt> said. <C5 “Nobody.”>";
    let (_, found) = resolve(marked);
    assert_eq!(found.of.iter().filter(|of| of.is_some()).count(), 5, "{found:?}");
    assert_eq!(found.why[0], None, "a name tells by itself");
    assert_eq!(found.why[3], None, "a name tells by itself");
    let table = include_str!("../data/speaker-reasons.tsv");
    for told in [1, 2, 4] {
        let why = found.why[told].unwrap_or_default();
        assert!(table.lines().any(|row| row.ends_with(&format!("\t{why}"))), "{told}: {why}");
    }
    assert_eq!(found.why[2], Some("has been called so"));
}

#[test]
fn descriptions_and_anonymity() {
    for (marked, name, kind, description, anonymity) in [
        (
            "<S1 Former Treasury adviser Ivan Petrenko> said <C1 so.>",
            "Ivan Petrenko",
            SpeakerKind::Person,
            Some("Former Treasury adviser"),
            None,
        ),
        (
            "<S1 Petra Novak, head of the city’s water board,> said <C1 so.>",
            "Petra Novak",
            SpeakerKind::Person,
            Some("head of the city’s water board"),
            None,
        ),
        (
            "<S1 A guard at the depot>, who spoke on condition of anonymity because his sister runs it, said <C1 so.>",
            "A guard at the depot",
            SpeakerKind::Unnamed,
            None,
            Some("who spoke on condition of anonymity because his sister runs it"),
        ),
        (
            "<S1 The official> said <C1 so.> He was not authorized to speak publicly.",
            "The official",
            SpeakerKind::Unnamed,
            None,
            Some("He was not authorized to speak publicly"),
        ),
        (
            "<S1 Historian Ines Duarte of the Northern Maps Institute> said <C1 so.>",
            "Ines Duarte",
            SpeakerKind::Person,
            Some("Historian of the Northern Maps Institute"),
            None,
        ),
        ("<S1 Ms. Ortiz> said <C1 so.>", "Ortiz", SpeakerKind::Person, None, None),
    ] {
        let (text, found) = resolve(marked);
        let speaker = &found.speakers[0];
        assert_eq!(speaker.name, name, "{marked}");
        assert_eq!(speaker.kind, kind, "{marked}");
        assert_eq!(speaker.description.as_deref(), description, "{marked}");
        let reason = speaker.anonymity.map(|s| s.of(&text));
        assert_eq!(reason, anonymity, "{marked}");
    }
}

#[test]
fn mentions_are_in_order_and_within_the_text() {
    let (text, found) = resolve(
        "Mayor Jo Hart spoke. <S1 Hart> said <C1 yes.> Later Jo Hart left. <S2 She> said <C2 no.> The mayor, Hart, smiled.",
    );
    assert_eq!(found.speakers.len(), 1);
    let words: Vec<&str> = found.speakers[0].mentions.iter().map(|m| &text[m.start as usize..m.end as usize]).collect();
    assert_eq!(words, ["Jo Hart", "Hart", "Jo Hart", "She", "Hart"]);
}

#[test]
fn nobody_is_taken_for_somebody_else() {
    check(&[
        // Who is only counted is one of those before, and nobody who was named.
        (
            "<S1 Two members> said <C1 the mood had soured.> <S2 One> said <C2 she had lent money.> <S3 The other> said <C3 he \
             believed nobody.> Her lawyer, Priya Nand, was there. <S4 The president’s spokesman> said <C4 little.>",
            "Two members | One | The other | The president’s spokesman",
        ),
        // Who the sentence before speaks of, rather than whom a like word fits.
        (
            "<S1 His captain, Jonas Weir,> said <C1 it was a foul.> Weir’s opposite number, Tom Adeyemi, took a calmer view. \
             <S2 The defender> admitted <C2 he had been late.>",
            "Jonas Weir | Tom Adeyemi",
        ),
        (
            "<S1 Coach Sven Aalto> said <C1 it was theft.> Diego Marchetti disagreed. <C2 “I felt the contact,”> <S2 the \
             striker> said.",
            "Sven Aalto | Diego Marchetti",
        ),
        // Words that tell which of several.
        (
            "<S1 Transport Minister Salma Haidari> said <C1 the licence was void.> Ostland offered boats. <S2 Its foreign \
             minister> said <C2 the quarrels must end.>",
            "Salma Haidari | Its foreign minister",
        ),
        (
            "<S1 The referees’ association> said <C1 it stood by her.> <S2 The league and the players’ union> called for <C2 \
             calm.> <S3 The union> said <C3 its members had been abused.>",
            "The referees’ association | The league and the players’ union | the players’ union",
        ),
        // Several organisations are none of them.
        (
            "<S1 The World Food Programme (WFP) and the Red Cross> said <C1 teams were on their way.> <S2 The agencies> said \
             <C2 the port was blocked.> <S3 The WFP> said <C3 it had warned of that.>",
            "The World Food Programme (WFP) and the Red Cross | The World Food Programme (WFP) and the Red Cross | \
             World Food Programme",
        ),
        // Whose relatives they are.
        (
            "Judge Helena Voss spoke of Miriam Tully. Tully’s daughter left in tears. <S1 Her daughter> said <C1 nothing more \
             would come.>",
            "Miriam Tully’s daughter",
        ),
        // Names behind what somebody or something is.
        (
            "A petition was signed. <S1 Its author, the retired teacher Hugh Malins>, said <C1 he would stay.> <S2 His wife> \
             said <C2 he had bought a chain.>",
            "Hugh Malins | Hugh Malins’s wife",
        ),
        (
            "Analysts at Corvin Bank, <S1 who> had recommended the stock, said <C1 the cuts were too small.>",
            "Analysts at Corvin Bank",
        ),
    ]);
}

#[test]
fn headlines_that_name_nobody() {
    check(&[
        (
            "<C1 ‘We were robbed’>: Larne fumes after late penalty\n\n<C2 “We were robbed,”> <S2 coach Sven Aalto> said.\n\nThe \
             match was over.\n\nNobody stayed.",
            "Sven Aalto | Sven Aalto",
        ),
        (
            "<S1 Ex-treasurer> denies <C1 emptying club’s account>\n\n<S2 A former treasurer of a club> has denied <C2 \
             taking its money.>\n\nMiriam Tully, 58, is accused of fraud.\n\n<S3 Prosecutor Dan Oye> said <C3 she had.>",
            "Miriam Tully | Miriam Tully | Dan Oye",
        ),
    ]);
}

#[test]
fn these_still_come_out_wrong() {
    check_known_wrong(&[
        (
            "<S1 The council> said <C1 the roof was unsafe.> <S2 The county council> said <C2 that was untrue.> <S3 The \
             council> said <C3 it had letters.>",
            "The council | The county council | The council",
        ),
        (
            "Her lawyer, Simon Pryce, asked for mercy. <S1 He> said <C1 that she had repaid a third.>\n\n<C2 The judge was not \
             persuaded.> <C2 “Every child paid for it,”> <S2 he> said.",
            "Simon Pryce | The judge",
        ),
    ]);
}
