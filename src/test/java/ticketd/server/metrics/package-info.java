@NullMarked
package ticketd.server.metrics;

import org.jspecify.annotations.NullMarked;
