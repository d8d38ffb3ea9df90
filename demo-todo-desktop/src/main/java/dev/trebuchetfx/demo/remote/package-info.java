/** The todos of a server, as the view models want them: the only place of this application that knows the client. */
@NullMarked
package dev.trebuchetfx.demo.remote;

import org.jspecify.annotations.NullMarked;
