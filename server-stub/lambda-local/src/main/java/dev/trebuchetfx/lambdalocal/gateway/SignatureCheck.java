// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.lambdalocal.http.AnsweringHandler.HttpCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The check of a request's signature, version 4, by computing it again
 * (<a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">the steps</a>). Immutable.
 */
final class SignatureCheck {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final SigningKey key;
    private final String service;

    /** Makes a check of requests that are signed by this key for one service. */
    SignatureCheck(SigningKey key, String service) {
        this.key = key;
        this.service = service;
    }

    /** Returns the reason why a request is refused that comes at this moment; empty if it is signed as it must be. */
    Optional<String> refusal(HttpCall call, Instant now) {
        String authorization = call.headers().get("authorization");
        if (authorization == null || !authorization.startsWith(ALGORITHM + " ")) {
            return Optional.of("Missing Authentication Token");
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : authorization.substring(ALGORITHM.length() + 1).split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).trim(),
                        part.substring(equals + 1).trim());
            }
        }
        String date = call.headers().getOrDefault("x-amz-date", "");
        List<String> signed =
                Arrays.asList(parts.getOrDefault("SignedHeaders", "").split(";", -1));
        if (!signed.contains("host") || !call.headers().keySet().containsAll(signed)) {
            return Optional.of("'Host' or a header of SignedHeaders is missing");
        }
        try {
            Duration skew =
                    Duration.between(DATE.parse(date, Instant::from), now).abs();
            if (skew.compareTo(MOST_SKEW) > 0) {
                return Optional.of("Signature expired: " + date + " is not within 5 minutes of " + DATE.format(now));
            }
        } catch (DateTimeException e) {
            return Optional.of("Date in 'X-Amz-Date' could not be read: '" + date + "'");
        }
        String scope = date.substring(0, 8) + "/" + key.region() + "/" + service + "/aws4_request";
        if (!(key.id() + "/" + scope).equals(parts.get("Credential"))) {
            return Optional.of(
                    "Credential should be scoped to " + scope + " but was '" + parts.get("Credential") + "'");
        }
        String expected = signature(call, signed, date, scope);
        return MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII),
                        parts.getOrDefault("Signature", "").getBytes(StandardCharsets.US_ASCII))
                ? Optional.empty()
                : Optional.of(
                        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access"
                                + " Key and signing method.");
    }

    private String signature(HttpCall call, List<String> signed, String date, String scope) {
        String headers = signed.stream()
                .map(name -> name + ":"
                        + call.headers().getOrDefault(name, "").trim().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String canonical = call.method() + "\n" + encodedPath(call.path()) + "\n" + sortedQuery(call.query()) + "\n"
                + headers + "\n" + String.join(";", signed) + "\n"
                + hex(sha256(call.body().toByteArray()));
        String toSign =
                ALGORITHM + "\n" + date + "\n" + scope + "\n" + hex(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] derived = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String step : scope.split("/", -1)) {
            derived = hmac(derived, step);
        }
        return hex(hmac(derived, toSign));
    }

    /** Returns the path with each segment encoded once more, as every service but S3 has it. */
    private static String encodedPath(String path) {
        return path.isEmpty()
                ? "/"
                : Arrays.stream(path.split("/", -1))
                        .map(SignatureCheck::encoded)
                        .collect(Collectors.joining("/"));
    }

    private static String sortedQuery(String query) {
        if (query.isEmpty()) {
            return "";
        }
        Map<String, String> sorted = new TreeMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            sorted.put(
                    encoded(URLDecoder.decode(name, StandardCharsets.UTF_8)),
                    equals < 0 ? "" : encoded(URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8)));
        }
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xFF);
            boolean isUnreserved = (letter >= 'A' && letter <= 'Z')
                    || (letter >= 'a' && letter <= 'z')
                    || (letter >= '0' && letter <= '9')
                    || "-_.~".indexOf(letter) >= 0;
            if (isUnreserved) {
                out.append(letter);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return out.toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
