/** The way to a server: a blocking connection, replies read from it, changes repeated by key. */
@NullMarked
package ticketd.client.link;

import org.jspecify.annotations.NullMarked;
