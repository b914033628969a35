package ticketd.client.command;

import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;

/**
 * What a command finds around it.
 *
 * @param more subcommands besides the client's own, by name: classes that picocli understands, made
 *     when they are asked for
 */
public record Surroundings(
    Texts texts,
    Map<String, String> environment,
    InputStream in,
    Output out,
    Output err,
    Map<String, Function<Surroundings, Object>> more) {}
