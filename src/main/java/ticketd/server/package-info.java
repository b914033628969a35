/** The composition root: start, supervision, shutdown; its rooms know nothing of it. */
@NullMarked
package ticketd.server;

import org.jspecify.annotations.NullMarked;
