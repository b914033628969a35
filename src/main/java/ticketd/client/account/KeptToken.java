package ticketd.client.account;

import java.util.OptionalLong;
import ticketd.credential.Token;

/**
 * By what somebody is signed in at a server.
 *
 * @param server its address, as {@link ticketd.client.link.ServerAddress} writes it
 * @param id of the token there, where signing in made it; empty where it was given
 * @param name whose it is
 */
public record KeptToken(String server, Token token, OptionalLong id, String name) {}
