// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A reader of durations on the command line: a whole number and a unit, as in {@code 500ms}, {@code 300s}, {@code 5m}, {@code 2h}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        Duration duration = DurationText.read(text);
        if (duration == null) {
            throw new TypeConversionException(
                    "expected a duration like 500ms, 300s, 5m or 2h but found '" + text + "'");
        }
        return duration;
    }
}
