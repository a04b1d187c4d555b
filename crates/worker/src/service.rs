//! Who carries out [requests](super::request), and meanwhile holds the unlocked keys, the parcel in hand and the figures
//! that are gathered. All of it is in memory only, and gone with the worker.

use super::gathering::Gathering;
use super::opened::OpenTexts;
use super::request::{
    BeginParcel, Check, CheckCode, ContactsFile, Content, Contents, Count, Drill, EndParcel, Forget, Gather,
    Lock, Look, MakeKey, MakeSigningKey, NewKey, Open, OpenNext, Opened, Packed, People, Protect,
    PublicSigningKey, PutIn, ReadParcel, RecordsFile, Request, Seal, Sealed, ShowPeople, Unlock,
};
use engine::plain::{read, written};
use engine::record;
use seal::code::Code;
use seal::envelope::{Lack, sealed_in};
use seal::key::{self, PrivateKey, PublicKey};
use seal::parcel::{self, Packing, Parcel, Sender};
use seal::refusal::Refusal;
use seal::{envelope, manifest, random, sha256};

/// What a drill seals and opens.
const DRILL: &str = "{\"resourceType\":\"QuestionnaireResponse\"}";

/// The service.
#[derive(Debug, Default)]
pub struct Service {
    keys: Vec<PrivateKey>,
    packing: Option<Packing>,
    reading: Option<Parcel>,
    open: OpenTexts,
    gathering: Option<Gathering>,
}

impl Service {
    /// Carries out the request of this name, as the message has it. The answer is written the same way; a parcel's bytes
    /// come and go beside.
    ///
    /// # Errors
    /// Where it is refused: words for the person.
    pub fn perform(
        &mut self,
        name: &str,
        message: &str,
        bytes: Vec<u8>,
    ) -> Result<(String, Vec<u8>), String> {
        let done = match name {
            Seal::NAME => self.done::<Seal>(message, bytes),
            Gather::NAME => self.done::<Gather>(message, bytes),
            Count::NAME => self.done::<Count>(message, bytes),
            Look::NAME => self.done::<Look>(message, bytes),
            MakeKey::NAME => self.done::<MakeKey>(message, bytes),
            Unlock::NAME => self.done::<Unlock>(message, bytes),
            Lock::NAME => self.done::<Lock>(message, bytes),
            Drill::NAME => self.done::<Drill>(message, bytes),
            Protect::NAME => self.done::<Protect>(message, bytes),
            Check::NAME => self.done::<Check>(message, bytes),
            MakeSigningKey::NAME => self.done::<MakeSigningKey>(message, bytes),
            PublicSigningKey::NAME => self.done::<PublicSigningKey>(message, bytes),
            BeginParcel::NAME => self.done::<BeginParcel>(message, bytes),
            PutIn::NAME => self.done::<PutIn>(message, bytes),
            EndParcel::NAME => self.done::<EndParcel>(message, bytes),
            ReadParcel::NAME => self.done::<ReadParcel>(message, bytes),
            OpenNext::NAME => self.done::<OpenNext>(message, bytes),
            CheckCode::NAME => self.done::<CheckCode>(message, bytes),
            Open::NAME => self.done::<Open>(message, bytes),
            RecordsFile::NAME => self.done::<RecordsFile>(message, bytes),
            ContactsFile::NAME => self.done::<ContactsFile>(message, bytes),
            ShowPeople::NAME => self.done::<ShowPeople>(message, bytes),
            Forget::NAME => self.done::<Forget>(message, bytes),
            other => Err(Refusal::NotUnderstood(other.to_owned())),
        };
        done.map_err(|refusal| refusal.to_string())
    }

    fn done<E: Carried>(&mut self, message: &str, mut bytes: Vec<u8>) -> Result<(String, Vec<u8>), Refusal> {
        let request: E = read(message).ok_or_else(|| Refusal::NotUnderstood(E::NAME.to_owned()))?;
        let answer = request.perform(self, &mut bytes)?;
        Ok((written(&answer), bytes))
    }
}

/// A request that the service knows how to carry out.
trait Carried: Request {
    /// The bytes are those that came beside it; what it leaves there goes back beside the answer.
    fn perform(self, service: &mut Service, bytes: &mut Vec<u8>) -> Result<Self::Answer, Refusal>;
}

fn public_keys(texts: &[String]) -> Result<Vec<PublicKey>, Refusal> {
    texts.iter().map(|text| Ok(PublicKey::read(text)?)).collect()
}

impl Carried for Seal {
    fn perform(self, _: &mut Service, _: &mut Vec<u8>) -> Result<Sealed, Refusal> {
        let code = if self.withdrawable { Some(Code::from_random(&random::<16>()?)) } else { None };
        let text = match &code {
            Some(code) => record::with_receipt(&self.text, &sha256(code.hash_text().as_bytes())),
            None => self.text,
        };
        let text = envelope::seal(&text, &self.sizes, &public_keys(&self.recipients)?)?;
        Ok(Sealed { name: sha256(text.as_bytes()), text, code: code.map(|code| code.to_string()) })
    }
}

impl Carried for Gather {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<(), Refusal> {
        let Self { questionnaire, analysis } = self;
        // Asked again for the same study, it goes on with what it has.
        if !service.gathering.as_ref().is_some_and(|gathering| gathering.goes_by(&questionnaire, &analysis)) {
            service.gathering = Some(Gathering::begin(&questionnaire, &analysis)?);
        }
        Ok(())
    }
}

impl Carried for Count {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<(), Refusal> {
        service.gathering.as_mut().map_or(Ok(()), |gathering| gathering.count(&self.record, self.seconds))
    }
}

impl Carried for Look {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<Option<String>, Refusal> {
        Ok(service.gathering.as_ref().and_then(Gathering::snapshot))
    }
}

impl Carried for MakeKey {
    fn perform(self, _: &mut Service, _: &mut Vec<u8>) -> Result<NewKey, Refusal> {
        let key = PrivateKey::make();
        let file = key.protected(&self.passphrase, key::WORK)?;
        Ok(NewKey { public: key.public().to_string(), file })
    }
}

impl Carried for Unlock {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<String, Refusal> {
        let key = PrivateKey::unlock(&self.file, &self.passphrase)?;
        let public = key.public();
        if service.keys.iter().all(|held| held.public() != public) {
            service.keys.push(key);
        }
        Ok(public.to_string())
    }
}

impl Carried for Lock {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<(), Refusal> {
        service.keys = Vec::new();
        service.open = OpenTexts::default();
        Ok(())
    }
}

impl Carried for Drill {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<Vec<String>, Refusal> {
        if service.keys.is_empty() {
            return Err(Refusal::Locked);
        }
        let opens = |text: &String| {
            let sealed = public_keys(std::slice::from_ref(text))
                .and_then(|keys| envelope::seal(DRILL, &self.sizes, &keys));
            sealed
                .and_then(|sealed| envelope::open(&sealed, &service.keys))
                .is_ok_and(|opened| opened == DRILL)
        };
        Ok(self.recipients.into_iter().filter(opens).collect())
    }
}

impl Carried for Protect {
    fn perform(self, _: &mut Service, _: &mut Vec<u8>) -> Result<String, Refusal> {
        key::protect("", &self.secret, key::WORK)
    }
}

impl Carried for Check {
    fn perform(self, _: &mut Service, _: &mut Vec<u8>) -> Result<bool, Refusal> {
        key::is_protected_by(&self.kept, &self.secret)
    }
}

impl Carried for MakeSigningKey {
    fn perform(self, _: &mut Service, _: &mut Vec<u8>) -> Result<String, Refusal> {
        parcel::signing_key()
    }
}

impl Carried for PublicSigningKey {
    fn perform(self, _: &mut Service, _: &mut Vec<u8>) -> Result<String, Refusal> {
        parcel::public_signing_key(&self.signing_key)
    }
}

impl Carried for BeginParcel {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<(), Refusal> {
        let Self { content, label, number, instrument, recipients, signing_key } = self;
        let sender = match content {
            Content::Records => Some(Sender { label, number, instrument, signing_key }),
            Content::ContactDetails => None,
        };
        service.packing = Some(Packing::begin(sender, &public_keys(&recipients)?)?);
        Ok(())
    }
}

impl Carried for PutIn {
    fn perform(self, service: &mut Service, bytes: &mut Vec<u8>) -> Result<bool, Refusal> {
        let packing = service.packing.as_mut().ok_or(Refusal::NothingBegun)?;
        let whole = packing.put_in(&self.name, &self.sealed)?;
        *bytes = packing.take();
        Ok(whole)
    }
}

impl Carried for EndParcel {
    fn perform(self, service: &mut Service, bytes: &mut Vec<u8>) -> Result<Packed, Refusal> {
        let (last, check_hash) = service.packing.take().ok_or(Refusal::NothingBegun)?.end()?;
        *bytes = last;
        Ok(Packed { check_hash })
    }
}

impl Carried for ReadParcel {
    fn perform(self, service: &mut Service, bytes: &mut Vec<u8>) -> Result<Contents, Refusal> {
        service.reading = None;
        let parcel = Parcel::read(std::mem::take(bytes))?;
        let manifest = parcel.manifest();
        let content = manifest.content();
        let manifest::Origin { label, device, number, instrument } =
            manifest.origin.clone().unwrap_or_default();
        let contents = Contents {
            content,
            label,
            device,
            number,
            instrument,
            names: parcel.whole(),
            damaged: manifest.damaged.clone(),
            faults: parcel.faults().iter().map(ToString::to_string).collect(),
        };
        service.reading = Some(parcel);
        Ok(contents)
    }
}

impl Carried for OpenNext {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<Opened, Refusal> {
        let parcel = service.reading.as_mut().ok_or(Refusal::NothingRead)?;
        let parcel::Opened { sealed, text } = parcel.open(&self.name, &service.keys)?;
        let kind = service.open.hold(&self.name, text, self.contact.as_deref());
        Ok(Opened { name: self.name, sealed, kind })
    }
}

impl Carried for CheckCode {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<String, Refusal> {
        let parcel = service.reading.as_ref().ok_or(Refusal::NothingRead)?;
        parcel.check_code(&service.keys).map(|code| code.to_string())
    }
}

impl Carried for Open {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<Opened, Refusal> {
        let found = sealed_in(&self.text);
        let name = sha256(found.as_ref().unwrap_or(&self.text).as_bytes());
        if self.name.is_some_and(|promised| promised != name) {
            return Err(Refusal::Unlike);
        }
        let contact = self.contact.as_deref();
        match found {
            Ok(sealed) => {
                let kind = service.open.hold(&name, envelope::open(&sealed, &service.keys)?, contact);
                Ok(Opened { name, sealed, kind })
            }
            Err(Lack::End) => Err(Refusal::NoEnd),
            Err(Lack::Everything) => {
                let kind = service.open.hold(&name, self.text, contact).ok_or(Refusal::NotHandedOver)?;
                Ok(Opened { name, sealed: String::new(), kind: Some(kind) })
            }
        }
    }
}

impl Carried for RecordsFile {
    fn perform(self, service: &mut Service, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
        *bytes = service.open.records(&self.names)?.into_bytes();
        Ok(())
    }
}

impl Carried for ContactsFile {
    fn perform(self, service: &mut Service, bytes: &mut Vec<u8>) -> Result<(), Refusal> {
        *bytes = service.open.table(&self.names, self.form.as_deref())?.into_bytes();
        Ok(())
    }
}

impl Carried for ShowPeople {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<People, Refusal> {
        service.open.people(&self.names, self.form.as_deref(), self.most)
    }
}

impl Carried for Forget {
    fn perform(self, service: &mut Service, _: &mut Vec<u8>) -> Result<(), Refusal> {
        service.open.forget(&self.name);
        Ok(())
    }
}
