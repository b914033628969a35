/**
 * The HTTP door: the API under {@code /api/v1}, the live events and the board, on the port of the
 * line protocol. It makes the same commands by the same rules as the line door, and asks the same
 * desk.
 */
@NullMarked
package ticketd.http;

import org.jspecify.annotations.NullMarked;
