package ticketd.ticket;

import java.time.Instant;

/** The {@code n}-th comment of a ticket, counted from 1. */
public record Comment(int n, Identity author, String text, Instant createdAt) {}
