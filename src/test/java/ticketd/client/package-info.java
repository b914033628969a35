@NullMarked
package ticketd.client;

import org.jspecify.annotations.NullMarked;
