@NullMarked
package ticketd.client.screen;

import org.jspecify.annotations.NullMarked;
