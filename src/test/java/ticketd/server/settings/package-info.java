@NullMarked
package ticketd.server.settings;

import org.jspecify.annotations.NullMarked;
