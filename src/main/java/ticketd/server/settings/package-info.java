/** What the server runs by: the rows of settings, where they were given, what they may be. */
@NullMarked
package ticketd.server.settings;

import org.jspecify.annotations.NullMarked;
