/** The composition root: settings, start, supervision, logs, shutdown. */
@NullMarked
package ticketd.server;

import org.jspecify.annotations.NullMarked;
