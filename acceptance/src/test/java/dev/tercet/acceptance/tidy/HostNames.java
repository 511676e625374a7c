package dev.tercet.acceptance.tidy;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The repository names no host that a build would download from: mirrors differ from place to
 * place, and belong into the settings of whoever builds. Only addresses on this machine, names
 * reserved for examples, and a few that are identifiers rather than downloads may stand in it.
 */
record HostNames() implements Rule {
  private static final Pattern ADDRESS = Pattern.compile("\\bhttps?://([A-Za-z0-9.-]+)");

  /** What mirrors and registries call themselves, with or without a scheme before it. */
  private static final Pattern REGISTRY =
      Pattern.compile(
          "\\b((?:registry|repo\\d?|proxy|mirror|nexus|artifactory|index|static|deb|files)\\.[a-z0-9-]+\\.(?:org|com|io|dev|net))\\b");

  private static final Set<String> IDENTIFIERS =
      Set.of(
          "www.w3.org",
          "maven.apache.org",
          "json-schema.org",
          "keepachangelog.com",
          "semver.org",
          "www.apache.org",
          // The names of XML namespaces in office files, forms and books.
          "ns.adobe.com",
          "purl.oclc.org",
          "schemas.openxmlformats.org",
          "schemas.microsoft.com",
          "www.idpf.org",
          "www.xfa.org");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    Stream<MatchResult> addresses =
        ADDRESS.matcher(file.text()).results().filter(it -> !isAllowed(it.group(1)));
    Stream<MatchResult> registries = REGISTRY.matcher(file.text()).results();
    return Stream.concat(addresses, registries)
        .map(it -> file.findingAt(it.start(), "the host " + it.group(1) + " is not ours to name"))
        .distinct()
        .toList();
  }

  private static boolean isAllowed(String host) {
    return !host.contains(".")
        || host.startsWith("127.")
        || host.equals("example.com")
        || host.equals("example.org")
        || host.endsWith(".example")
        || host.endsWith(".example.com")
        || host.endsWith(".example.org")
        || host.endsWith(".test")
        || host.endsWith(".invalid")
        || IDENTIFIERS.contains(host);
  }
}
