package ticketd.wire;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import ticketd.ticket.ReportGroup;

/** A group of a report, in JSON. */
public final class ReportJson {
  private ReportJson() {}

  public static void members(JsonLine json, ReportGroup group) throws IOException {
    json.generator().writeFieldName("group");
    if (group.name().isPresent()) {
      json.generator().writeString(group.name().get());
    } else {
      json.generator().writeNull();
    }
    json.generator().writeNumberField("filed", group.filed());
    json.generator().writeNumberField("closed", group.closed());
    json.generator().writeNumberField("open", group.open());
    seconds(json, "takeMedian", group.take().median());
    seconds(json, "takeP90", group.take().p90());
    seconds(json, "closeMedian", group.close().median());
    seconds(json, "closeP90", group.close().p90());
    mean(json, "responsiveness", group.responsiveness());
    mean(json, "competence", group.competence());
    mean(json, "satisfaction", group.satisfaction());
  }

  private static void seconds(JsonLine json, String name, OptionalLong seconds) throws IOException {
    if (seconds.isPresent()) {
      json.generator().writeNumberField(name, seconds.getAsLong());
    } else {
      json.generator().writeNullField(name);
    }
  }

  private static void mean(JsonLine json, String name, OptionalDouble mean) throws IOException {
    json.generator().writeFieldName(name);
    if (mean.isPresent()) {
      json.generator().writeNumber(ReportText.mean(mean));
    } else {
      json.generator().writeNull();
    }
  }
}
