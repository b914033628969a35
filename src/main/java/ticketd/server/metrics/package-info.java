/**
 * What the server tells monitoring: counters that its parts are given when it is composed, and the
 * text that a scrape gets, for which everything else is read.
 */
@NullMarked
package ticketd.server.metrics;

import org.jspecify.annotations.NullMarked;
