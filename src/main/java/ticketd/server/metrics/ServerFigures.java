package ticketd.server.metrics;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import ticketd.door.Connections;
import ticketd.door.Door;
import ticketd.door.PeerLog;
import ticketd.door.RequestMeter;
import ticketd.door.UnfinishedRequests;
import ticketd.meter.Histogram;
import ticketd.server.log.LogSetup;
import ticketd.server.tls.TlsMeter;
import ticketd.ticket.Figures;
import ticketd.ticket.Status;
import ticketd.wire.ErrorCode;

/**
 * What ticketd itself has to tell: what its parts counted, and what is read when it is asked for.
 *
 * @param store as far as this process has read it
 * @param certificateEnd of what TLS is served by; empty: it is not
 * @param freeBytes of the file system that the store is on
 */
public record ServerFigures(
    Meters meters,
    Connections connections,
    UnfinishedRequests unfinished,
    PeerLog log,
    Supplier<Figures> store,
    Optional<Supplier<Instant>> certificateEnd,
    LongSupplier freeBytes) {
  private static final String OK = "ok";

  void addTo(Snapshots out) {
    out.info("ticketd_build_info", "The version of ticketd.", "version", version());
    requests(out);
    store(out, store.get());
    meters.desk().addTo(out);
    connections(out, store.get().events());
    tls(out);
    log(out);
  }

  private static String version() {
    return Optional.ofNullable(ServerFigures.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  private void requests(Snapshots out) {
    out.counter(
        "ticketd_requests_total",
        "Requests that were answered, by verb, door and outcome: ok, or the code of the error.",
        series ->
            forEachDoor(
                (door, meter) ->
                    meter.forEach(
                        (verb, requests) ->
                            requests.forEachOutcome(
                                (failure, count) ->
                                    series.add(
                                        count,
                                        "verb",
                                        verb,
                                        "door",
                                        door,
                                        "outcome",
                                        failure.map(ErrorCode::wireName).orElse(OK))))));
    // Of what nobody asks for there are no buckets; that of none makes sure that the name is there.
    out.histogram(
        "ticketd_request_seconds",
        "From a request's last byte to its answer; of those that came together, to that of all.",
        series ->
            forEachDoor(
                (door, meter) ->
                    meter.forEach(
                        (verb, requests) -> {
                          if (verb.equals(RequestMeter.NONE) || requests.nanos().isUsed()) {
                            series.add(requests.nanos(), "verb", verb, "door", door);
                          }
                        })));
  }

  private void forEachDoor(BiConsumer<String, RequestMeter> reader) {
    reader.accept(Door.LINES.wireName(), meters.lines());
    reader.accept(Door.HTTP.wireName(), meters.http());
  }

  private void store(Snapshots out, Figures store) {
    Histogram batches = meters.store().batchChanges();
    long[] sizes = batches.counts();
    out.counter("ticketd_changes_total", "Changes that this process stored.", batches.sum());
    out.counter(
        "ticketd_batches_total",
        "Batches that this process stored, each with one write.",
        LongStream.of(sizes).sum());
    out.histogram("ticketd_batch_changes", "Changes in a batch.", batches);
    out.histogram(
        "ticketd_forced_write_seconds",
        "Writes that were forced to the disk, those that failed among them.",
        meters.store().forcedNanos());
    out.histogram(
        "ticketd_lock_wait_seconds",
        "Waits for the writer's lock, where another process held it.",
        meters.store().lockWaitNanos());
    out.counter(
        "ticketd_journal_failures_total",
        "Turns of the journal that failed, and attempts to mend it, by reason.",
        series ->
            meters.store().forEachFailure((reason, count) -> series.add(count, "reason", reason)));
    out.counter(
        "ticketd_events_total",
        "Changes in the store, whichever process made them: the number of the last one.",
        store.events());
    out.gauge(
        "ticketd_tickets",
        "Tickets, by status.",
        series -> {
          series.add(store.open(), "status", Status.OPEN.wireName());
          series.add(store.inProgress(), "status", Status.IN_PROGRESS.wireName());
          series.add(store.waiting(), "status", Status.WAITING.wireName());
          series.add(store.closed(), "status", Status.CLOSED.wireName());
        });
    out.gauge(
        "ticketd_store_writable",
        "Whether the store takes changes: 1, or 0 since the journal failed, is full or locked.",
        meters.store().areTaken() ? 1 : 0);
    out.gauge("ticketd_store_bytes", "The store's bytes in use.", store.bytes());
    out.gauge(
        "ticketd_store_free_bytes",
        "What is free on the store's file system.",
        freeBytes.getAsLong());
    out.gauge(
        "ticketd_store_generation",
        "Of the store; another one after acknowledged history was lost or a copy was restored.",
        store.generation());
  }

  private void connections(Snapshots out, long lastEvent) {
    int all = connections.count();
    int lines = connections.count(Door.LINES);
    int http = connections.count(Door.HTTP);
    int streams = connections.watchers().count(Door.HTTP);
    out.gauge(
        "ticketd_connections",
        "Open connections, by kind; a stream is HTTP that follows events.",
        series -> {
          series.add(lines, "kind", "lines");
          series.add(Math.max(0, http - streams), "kind", "http");
          series.add(streams, "kind", "stream");
          series.add(Math.max(0, all - lines - http), "kind", "undecided");
        });
    out.gauge("ticketd_connections_limit", "Connections at most.", connections.limit());
    out.counter(
        "ticketd_connections_opened_total", "Connections that were let in.", connections.opened());
    out.gauge(
        "ticketd_watchers",
        "Watches of changes, by door.",
        series -> {
          for (Door door : Door.values()) {
            series.add(connections.watchers().count(door), "door", door.wireName());
          }
        });
    out.gauge(
        "ticketd_watch_lag_events",
        "Changes that the watch furthest behind has not passed yet.",
        connections.watchers().lag(lastEvent));
    out.counter(
        "ticketd_peers_refused_total",
        "Peers that were turned away or cut off, by reason.",
        series ->
            meters.refusals().forEach((reason, count) -> series.add(count, "reason", reason)));
    out.gauge(
        "ticketd_unfinished_request_bytes",
        "Bytes of requests that are not yet whole.",
        unfinished.bytes());
  }

  private void tls(Snapshots out) {
    TlsMeter tls = meters.tls();
    out.counter(
        "ticketd_tls_handshakes_total",
        "Handshakes of TLS, by outcome: done, failed, or dropped since too many waited.",
        series -> {
          series.add(tls.handshakesDone(), "outcome", "done");
          series.add(tls.handshakesFailed(), "outcome", "failed");
          series.add(tls.handshakesDropped(), "outcome", "dropped");
        });
    out.gauge(
        "ticketd_tls_certificate_end_time_seconds",
        "When the certificate that is served ends, since the epoch; 0 without TLS.",
        certificateEnd.map(end -> end.get().getEpochSecond()).orElse(0L));
  }

  private void log(Snapshots out) {
    out.counter(
        "ticketd_log_entries_dropped_total",
        "Entries that got no line of their own in a log: summed up in one, or dropped.",
        series -> {
          series.add(log.dropped(), "log", "interactions");
          series.add(LogSetup.dropped(), "log", "errors");
        });
  }
}
