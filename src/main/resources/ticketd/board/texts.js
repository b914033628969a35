// What people read, in English and French; a bar parts the plural.
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
conflict = Changed meanwhile = Modifié entre-temps
create = Create the ticket = Créer le ticket
created = Created = Créé
dark = Dark = Sombre
day = Day = Jour
description = Description = Description
duplicate = Duplicate = Doublon
e.lost = the server does not answer = le serveur ne répond pas
e.status = the server answered {0} = le serveur a répondu {0}
e.title = That did not work = Cela n’a pas fonctionné
edit = Edit = Modifier
empty = No ticket yet = Pas encore de ticket
empty.hint = The first one is filed with the key n. = La touche n crée le premier.
empty.query = Nothing matches = Rien ne correspond
empty.query.hint = What matches will appear here by itself. = Ce qui correspond apparaîtra ici de lui-même.
en = English = English
filed = filed it = l’a créé
fixed = Fixed = Résolu
fr = Français = Français
give-up = Give up = Abandonner
help = Keys and preferences = Touches et préférences
high = High = Haute
in-progress = In progress = En cours
invalid = Invalid = Non valable
k.across = Other column = Autre colonne
k.all = All actions = Toutes les actions
k.back = Back = Retour
k.move = Move the card = Déplacer la carte
k.open = Open = Ouvrir
k.select = Select = Sélectionner
k.step = Down, up = Descendre, monter
keep.mine = Keep mine = Garder le mien
keys = Keys = Touches
on = On = Activées
off = Off = Désactivées
lang = Language = Langue
light = Light = Clair
list = List = Liste
live.banner = Not live: this may be old. What you type is kept, and sent when the server is back. Next try in {0} s. = Hors ligne : ceci peut dater. Ce que vous tapez est gardé, et envoyé au retour du serveur. Nouvel essai dans {0} s.
live.connecting = Connecting = Connexion
live.live = Live = En direct
live.lost = Not live = Hors ligne
live.paused = Paused = En pause
login = Who are you? = Qui êtes-vous ?
login.hint = Your name stands beside what you change. This desk is open: no password. = Votre nom figure à côté de ce que vous modifiez. Ce guichet est ouvert : sans mot de passe.
logout = Forget me = M’oublier
low = Low = Basse
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
ok = OK = OK
open = Open = Ouvert
priority = Priority = Priorité
refused = {0} refused|{0} refused = {0} refusé|{0} refusés
resolution = Resolution = Résolution
retrying = Not sent yet: {0} · It is sent again by itself = Pas encore envoyé : {0} · Nouvel envoi automatique
save = Save = Enregistrer
search = Search: words, status:open, tag:… = Rechercher : mots, status:open, tag:…
select = Select #{0} = Sélectionner #{0}
selected = {0} selected|{0} selected = {0} sélectionné|{0} sélectionnés
sending = Sending… = Envoi…
stats = Stats = Chiffres
stats.ages = Age of those not closed = Âge des non fermés
stats.days = The last {0} days = Les {0} derniers jours
stats.filed = Filed = Créés
stats.most = Of the {0} newest = Des {0} plus récents
status = Status = Statut
system = As the system = Comme le système
table = Table = Tableau
tags = Tags = Étiquettes
tags.hint = infra -ui adds one and removes one = infra -ui ajoute l’une, retire l’autre
take = Take = Prendre
take.theirs = Take theirs = Prendre le leur
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

export const settings = store(localStorage);

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
