//! `studio consent`.

use crate::{
    acting::Desk,
    arguments::{Acting, ConsentVerb},
    output::table,
};
use api::{
    ApiError,
    privacy::{SetConsent, YourData},
    status::Nothing,
};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: ConsentVerb) -> Result<(), ApiError> {
    match verb {
        ConsentVerb::List { acting } => {
            desk.sign_in(&acting)?;
            show(desk, &api::privacy::your_data(&desk.context(), Nothing {})?);
            Ok(())
        }
        ConsentVerb::Give { purpose, subject, acting } => set(desk, purpose, subject, true, &acting),
        ConsentVerb::Withdraw { purpose, subject, acting } => set(desk, purpose, subject, false, &acting),
    }
}

fn set(desk: &Desk<'_>, purpose: String, subject: Option<String>, given: bool, acting: &Acting) -> Result<(), ApiError> {
    desk.sign_in(acting)?;
    show(desk, &api::privacy::set_consent(&desk.context(), SetConsent { purpose, subject, given })?);
    Ok(())
}

fn show(desk: &Desk<'_>, data: &YourData) {
    desk.output.show(&data.consents, || {
        let mut rows: Vec<_> = data
            .consents
            .iter()
            .map(|consent| {
                let state = match &consent.withdrawn_at {
                    Some(at) => format!("withdrawn {at}"),
                    None => format!("stands since {}", consent.given_at),
                };
                vec![consent.purpose.clone(), consent.subject.clone(), format!("wording {}", consent.version), state]
            })
            .collect();
        let asked: Vec<_> = data.choices.iter().filter(|choice| !choice.given).map(|choice| choice.purpose.clone()).collect();
        rows.extend(asked.into_iter().map(|purpose| vec![purpose, String::new(), String::new(), "not given".into()]));
        table(&rows)
    });
}
