/** The log of interactions on standard output, and that of warnings on standard error. */
@NullMarked
package ticketd.server.log;

import org.jspecify.annotations.NullMarked;
