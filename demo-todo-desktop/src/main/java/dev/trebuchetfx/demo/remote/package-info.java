/** The todos of a server, in the form that the view models need. Only this package uses the client. */
@NullMarked
package dev.trebuchetfx.demo.remote;

import org.jspecify.annotations.NullMarked;
