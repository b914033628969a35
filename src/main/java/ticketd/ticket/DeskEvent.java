package ticketd.ticket;

/**
 * What an accepted command did to the desk and to no ticket. It takes a sequence number, is in no
 * ticket's history, and is shown by no watch.
 */
public sealed interface DeskEvent permits AccountEvent, QueryEvent {}
