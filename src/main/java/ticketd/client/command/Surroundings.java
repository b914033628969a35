package ticketd.client.command;

import java.io.InputStream;
import java.util.Map;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;

/** What a command finds around it: its texts, the environment, the standard streams. */
public record Surroundings(
    Texts texts, Map<String, String> environment, InputStream in, Output out, Output err) {}
