//! The frame of a program: it starts, or says why it can't, and then runs.

use browser::document;
use yew::prelude::*;

/// What a page runs: the survey, or the organiser's pages.
pub trait Program: Sized + 'static {
    /// What can happen in it.
    type Message: 'static;

    /// What it is given by the page that mounts it.
    type Properties: Properties + Clone;

    /// Starts it.
    ///
    /// # Errors
    /// Why it can't start, in lines for the person.
    fn start(given: Self::Properties) -> impl Future<Output = Result<Self, Vec<String>>>;

    /// What it does once it has started.
    fn begin(&mut self, send: &Callback<Self::Message>);

    /// What follows from a message. Returns whether there is anything new to see.
    fn update(&mut self, message: Self::Message, send: &Callback<Self::Message>) -> bool;

    /// What the person sees.
    fn view(&self, send: &Callback<Self::Message>) -> Html;

    /// Makes the page around follow what is seen now: title, focus, address bar.
    fn set_page(&mut self);

    /// What the person sees where it can't start, with every reason.
    fn cannot_start(reasons: &[String]) -> Html;
}

/// A program from its start.
#[derive(Debug)]
pub enum Shell<P> {
    /// The study's files and the storage are on their way.
    Starting,
    /// It can't start, for these reasons.
    Stopped(Vec<String>),
    /// It runs.
    Running(Box<P>),
}

/// What happened to a program.
#[derive(Debug)]
pub enum ShellMessage<P, M> {
    /// It started, or it can't.
    Started(Result<Box<P>, Vec<String>>),
    /// Something happened in it.
    Happened(M),
}

impl<P: Program> Shell<P> {
    fn send(context: &Context<Self>) -> Callback<P::Message> {
        context.link().callback(ShellMessage::Happened)
    }
}

impl<P: Program> Component for Shell<P> {
    type Message = ShellMessage<P, P::Message>;
    type Properties = P::Properties;

    fn create(context: &Context<Self>) -> Self {
        let given = context.props().clone();
        context.link().send_future(async { ShellMessage::Started(P::start(given).await.map(Box::new)) });
        Self::Starting
    }

    fn update(&mut self, context: &Context<Self>, message: Self::Message) -> bool {
        match (message, &mut *self) {
            (ShellMessage::Started(started), _) => {
                *self = match started {
                    Err(reasons) => Self::Stopped(reasons),
                    Ok(mut program) => {
                        program.begin(&Self::send(context));
                        Self::Running(program)
                    }
                };
                true
            }
            (ShellMessage::Happened(message), Self::Running(program)) => {
                program.update(message, &Self::send(context))
            }
            (ShellMessage::Happened(_), _) => false,
        }
    }

    fn view(&self, context: &Context<Self>) -> Html {
        match self {
            Self::Starting => Html::default(),
            Self::Stopped(reasons) => P::cannot_start(reasons),
            Self::Running(program) => program.view(&Self::send(context)),
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Self::Starting = self {
            return;
        }
        // The page's own words about its start give way first: they are where the program may move the focus to.
        document::mark_started();
        if let Self::Running(program) = self {
            program.set_page();
        }
    }
}
