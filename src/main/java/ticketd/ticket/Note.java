package ticketd.ticket;

import java.time.Instant;

/** The {@code n}-th note of a ticket, counted from 1: a comment that its author may not see. */
public record Note(int n, Identity author, String text, Instant createdAt) {}
