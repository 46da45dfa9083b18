package io.sriov.schema.ucl;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;

/// Text that is not UCL, or that asks for something the reader does not do.
///
/// The [location][#getLocation()] is always set: the line and column (both from 1) and the
/// character offset (from 0) of the first character that cannot stand where it stands, or of the
/// end of the text; its content reference names the file, an included one where the problem is
/// there. [#getOriginalMessage()] is the message without the location.
public final class UclStreamReadException extends StreamReadException {

    private static final long serialVersionUID = 1L;

    UclStreamReadException(
            @Nullable UclParser parser, String message, TokenStreamLocation location) {
        super(parser, message, location);
    }

    UclStreamReadException(
            @Nullable UclParser parser,
            String message,
            TokenStreamLocation location,
            Throwable cause) {
        super(parser, message, location, cause);
    }
}
