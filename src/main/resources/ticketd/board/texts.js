// What people read, in English and in French, and what the browser keeps.
// {0} stands for a value; a bar parts its singular from its plural.
const TEXTS = Object.fromEntries(`
age = Age = Âge
age.0 = Under a day = Moins d’un jour
age.1 = Under a week = Moins d’une semaine
age.2 = Under a month = Moins d’un mois
age.3 = Older = Plus
all = Actions = Actions
assignee = Assignee = Responsable
author = Author = Auteur
board = Board = Tableau
cancel = Cancel = Annuler
change = Change: {0} = Modifier : {0}
changed = {0} ticket changed|{0} tickets changed = {0} ticket modifié|{0} tickets modifiés
clear = Clear = Désélectionner
close = Close = Fermer
closed = Closed = Fermé
comment = Comment = Commenter
comment.close = Comment and close = Commenter et fermer
comment.hint = A comment… (Ctrl Enter sends) = Un commentaire… (Ctrl Entrée envoie)
comments = {0} comment|{0} comments = {0} commentaire|{0} commentaires
conflict = Somebody changed this meanwhile = Quelqu’un l’a modifié entre-temps
create = Create the ticket = Créer le ticket
created = Created = Créé
dark = Dark = Sombre
day = Day = Jour
description = Description = Description
duplicate = Duplicate = Doublon
e.lost = The server does not answer. = Le serveur ne répond pas.
e.status = The server answered with status {0}. = Le serveur a répondu par le statut {0}.
e.title = That did not work = Cela n’a pas fonctionné
edit = Edit = Modifier
empty = No ticket yet = Pas encore de ticket
empty.hint = The first one is filed with the key n. = La touche n crée le premier.
empty.query = Nothing matches = Rien ne correspond
empty.query.hint = Tickets that match will appear here by themselves. = Les tickets qui correspondent apparaîtront ici d’eux-mêmes.
en = English = English
fields = Fields = Champs
filed =  filed it =  l’a créé
fixed = Fixed = Résolu
fr = Français = Français
give-up = Give up = Abandonner
help = Keys and preferences = Touches et préférences
help.query = Search for words of the title, status:open,waiting assignee:me tag:infra text:disk created:7d sort:-updated; a - in front means not. = Cherchez des mots du titre, status:open,waiting assignee:me tag:infra text:disque created:7d sort:-updated ; un - devant signifie non.
high = High = Haute
id = Number = Numéro
in-progress = In progress = En cours
invalid = Invalid = Non valable
k.across = Board: another column = Tableau : autre colonne
k.all = Every action = Toutes les actions
k.back = Back to the list = Retour à la liste
k.leave = Leave, clear = Quitter, désélectionner
k.move = Board: move the card = Tableau : déplacer la carte
k.open = Open = Ouvrir
k.select = Select = Sélectionner
k.send = Send = Envoyer
k.step = Down, up = Descendre, monter
keep.mine = Keep mine = Garder le mien
keys = Keys = Touches
on = On = Activées
off = Off = Désactivées
lang = Language = Langue
light = Light = Clair
limit = At most = Au plus
list = List = Liste
live.banner = Not live: what you see may be old. What you type is kept and sent once the server is back. Next try in {0} s. = Hors ligne : l’affichage peut dater. Ce que vous tapez est gardé, puis envoyé au retour du serveur. Nouvel essai dans {0} s.
live.connecting = Connecting = Connexion
live.live = Live = En direct
live.lost = Not live = Hors ligne
live.paused = Paused = En pause
login = Who are you? = Qui êtes-vous ?
login.hint = Your name stands beside what you change. No password: this desk is open. = Votre nom figure à côté de ce que vous modifiez. Sans mot de passe : ce guichet est ouvert.
logout = Forget me = M’oublier
low = Low = Basse
me = {0} (me) = {0} (moi)
mine = Mine = Le mien
more = More = Suite
move = Move = Déplacer
move.one = Move #{0} = Déplacer #{0}
name = Name = Nom
new = New ticket = Nouveau ticket
news = {0} new: show|{0} new: show = {0} nouveau : afficher|{0} nouveaux : afficher
no-description = No description = Sans description
nobody = Nobody = Personne
normal = Normal = Normale
not-closed = Not closed = Non fermés
nothing = There is no such page = Cette page n’existe pas
ok = OK = OK
open = Open = Ouvert
priority = Priority = Priorité
refused = {0} refused|{0} refused = {0} refusé|{0} refusés
resolution = Resolution = Résolution
retrying = Not sent yet: {0} It is sent again by itself. = Pas encore envoyé : {0} Nouvel envoi automatique.
save = Save = Enregistrer
search = Search: words, status:open, tag:… = Rechercher : mots, status:open, tag:…
select = Select #{0} = Sélectionner #{0}
select-all = Select all = Tout sélectionner
selected = {0} selected|{0} selected = {0} sélectionné|{0} sélectionnés
sending = Sending… = Envoi…
sort = Order = Ordre
stats = Stats = Chiffres
stats.ages = Age of those not closed = Âge des non fermés
stats.closed = Closed = Fermés
stats.days = The last {0} days = Les {0} derniers jours
stats.filed = Filed = Créés
stats.most = Age and assignees: of the {0} newest. = Âge et responsables : les {0} plus récents.
status = Status = Statut
system = As the system = Comme le système
table = Table = Tableau
tag = Tag = Étiquette
tags = Tags = Étiquettes
tags.hint = infra -ui adds one and removes one = infra -ui ajoute l’une, retire l’autre
take = Take = Prendre
take.theirs = Take theirs = Prendre le leur
text = Text = Texte
theirs = Theirs = Le leur
theme = Theme = Thème
tickets = {0} ticket|{0} tickets = {0} ticket|{0} tickets
timeline = Timeline = Historique
title = Title = Titre
try-again = Try again = Réessayer
updated = Updated = Modifié
urgent = Urgent = Urgente
view.all = All = Tous
view.free = Unassigned = Sans responsable
view.mine = Mine = Les miens
waiting = Waiting = En attente
wont-fix = Won’t fix = Sans suite
`.trim().split('\n').map((line) => line.split(' = ')).map(([key, ...both]) => [key, both]));

const store = (area) => ({
  get: (name) => JSON.parse(area.getItem(name)),
  set: (name, value) => (value === undefined ? area.removeItem(name) : area.setItem(name, JSON.stringify(value))),
});

/** For this browser: name, lang, theme, keys. */
export const settings = store(localStorage);

/** For this tab: what is half typed, until it is sent. */
export const draft = store(sessionStorage);

export let lang;
let plural;
let distance;
let full;

export function setLang(to) {
  lang = to;
  document.documentElement.lang = lang;
  plural = new Intl.PluralRules(lang);
  distance = new Intl.RelativeTimeFormat(lang, { style: 'short', numeric: 'auto' });
  full = new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeStyle: 'medium' });
}

export function t(key, value) {
  const forms = TEXTS[key][+(lang === 'fr')].split('|');
  return forms[forms.length > 1 && plural.select(parseInt(value)) !== 'one' ? 1 : 0].replace('{0}', () => value);
}

export const date = (time) => full.format(new Date(time));

const UNITS = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]];

export function ago(time) {
  const seconds = (Date.now() - new Date(time)) / 1000;
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? ['second', Infinity];
  return distance.format(-Math.floor(Math.max(0, seconds) / length), unit);
}

document.documentElement.dataset.theme = settings.get('theme') ?? 'system';
setLang(settings.get('lang') ?? navigator.languages.map((each) => each.slice(0, 2)).find((each) => each === 'en' || each === 'fr') ?? 'en');
