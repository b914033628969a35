/** Benchmarks: {@code mvn -Pbench test -DskipTests -Dbench=<pattern>}; no part of the tests. */
@NullMarked
package ticketd.bench;

import org.jspecify.annotations.NullMarked;
