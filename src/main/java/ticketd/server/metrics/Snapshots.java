package ticketd.server.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import ticketd.meter.Buckets;
import ticketd.meter.Histogram;

/**
 * Figures by their full names, as one scrape found them. Labels are names and values in turns. A
 * name that ends in {@code _seconds} or {@code _bytes}, before {@code _total}, says its unit.
 */
final class Snapshots {
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String TOTAL = "_total";
  private static final String INFO = "_info";

  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  /** One name's series. */
  interface Series {
    void add(double value, String... labels);

    /** The same of a whole number; beyond 2^53 it is rounded. */
    default void add(long value, String... labels) {
      add((double) value, labels);
    }
  }

  MetricSnapshots all() {
    return all.build();
  }

  void gauge(String name, String help, double value) {
    gauge(name, help, series -> series.add(value));
  }

  void gauge(String name, String help, Consumer<Series> values) {
    GaugeSnapshot.Builder family = described(GaugeSnapshot.builder(), name, help);
    values.accept(
        (value, labels) ->
            family.dataPoint(
                GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build()));
    all.metricSnapshot(family.build());
  }

  void gauge(String name, String help, long value) {
    gauge(name, help, series -> series.add(value));
  }

  /** {@code name} ends in {@code _total}. */
  void counter(String name, String help, double value) {
    counter(name, help, series -> series.add(value));
  }

  void counter(String name, String help, long value) {
    counter(name, help, series -> series.add(value));
  }

  void counter(String name, String help, Consumer<Series> values) {
    CounterSnapshot.Builder family =
        described(CounterSnapshot.builder(), without(name, TOTAL), help);
    values.accept(
        (value, labels) ->
            family.dataPoint(
                CounterDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build()));
    all.metricSnapshot(family.build());
  }

  /** {@code name} ends in {@code _info}; what there is to say are its labels. */
  void info(String name, String help, String... labels) {
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name(without(name, INFO))
            .help(help)
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of(labels)).build())
            .build());
  }

  void histogram(String name, String help, Histogram histogram) {
    histogram(name, help, series -> series.add(histogram));
  }

  /** One name's histograms. */
  interface Histograms {
    void add(Histogram histogram, String... labels);
  }

  void histogram(String name, String help, Consumer<Histograms> values) {
    HistogramSnapshot.Builder family = described(HistogramSnapshot.builder(), name, help);
    values.accept(
        (histogram, labels) -> {
          double scale = histogram.buckets() == Buckets.NANOS ? NANOS_A_SECOND : 1;
          double[] bounds =
              DoubleStream.concat(
                      histogram.buckets().bounds().mapToDouble(bound -> bound / scale),
                      DoubleStream.of(Double.POSITIVE_INFINITY))
                  .toArray();
          long[] counts = histogram.counts();
          family.dataPoint(
              HistogramDataPointSnapshot.builder()
                  .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                  .sum(LongStream.of(counts).sum() == 0 ? 0 : histogram.sum() / scale)
                  .labels(Labels.of(labels))
                  .build());
        });
    all.metricSnapshot(family.build());
  }

  /** How often something happened, and what it took together. */
  interface Summaries {
    void add(long count, double sum, String... labels);
  }

  void summary(String name, String help, Consumer<Summaries> values) {
    SummarySnapshot.Builder family = described(SummarySnapshot.builder(), name, help);
    values.accept(
        (count, sum, labels) ->
            family.dataPoint(
                SummaryDataPointSnapshot.builder()
                    .count(count)
                    .sum(sum)
                    .labels(Labels.of(labels))
                    .build()));
    all.metricSnapshot(family.build());
  }

  private static <T extends MetricSnapshot.Builder<T>> T described(
      T family, String name, String help) {
    Unit unit = unit(name);
    T named = family.name(name).help(help);
    return unit == null ? named : named.unit(unit);
  }

  private static @Nullable Unit unit(String name) {
    return name.endsWith("_seconds") ? Unit.SECONDS : name.endsWith("_bytes") ? Unit.BYTES : null;
  }

  private static String without(String name, String suffix) {
    if (!name.endsWith(suffix)) {
      throw new IllegalArgumentException(name + " does not end in " + suffix);
    }
    return name.substring(0, name.length() - suffix.length());
  }
}
