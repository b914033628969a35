@NullMarked
package ticketd.client.link;

import org.jspecify.annotations.NullMarked;
