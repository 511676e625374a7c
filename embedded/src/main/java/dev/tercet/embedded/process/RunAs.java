package dev.tercet.embedded.process;

import com.sun.security.auth.module.UnixSystem;
import dev.tercet.embedded.files.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * How Postgres is started by this user. It refuses root, so root either enters a user namespace of
 * its own, where it is nobody in name and the files stay root's, or becomes another user for good.
 */
public sealed interface RunAs {
  /** The words to put in front of a program of Postgres. */
  List<String> prefix();

  /** Gives a path, with all it contains, to the user that Postgres runs as. */
  void handOver(Path path) throws IOException;

  /** Lets that user through to what it was given in a data folder that is closed to others. */
  void letThrough(DataFolder data) throws IOException;

  /** An ordinary user: nothing to do. */
  record Oneself() implements RunAs {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void handOver(Path path) {
      // it is ours already
    }

    @Override
    public void letThrough(DataFolder data) {
      // our own permissions are its
    }
  }

  /** Root inside a user namespace without a mapping. */
  record UserNamespace() implements RunAs {
    @Override
    public List<String> prefix() {
      return List.of("unshare", "-U");
    }

    @Override
    public void handOver(Path path) {
      // the namespace's nobody is still the owner of root's files
    }

    @Override
    public void letThrough(DataFolder data) {
      // our own permissions are its
    }
  }

  /** Another user, for root in a container that forbids user namespaces. */
  record OtherUser(int uid, int gid) implements RunAs {
    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups");
    }

    @Override
    public void handOver(Path path) throws IOException {
      for (Path each : FolderTree.content(path)) {
        Files.setAttribute(each, "unix:uid", uid);
        Files.setAttribute(each, "unix:gid", gid);
      }
    }

    @Override
    public void letThrough(DataFolder data) throws IOException {
      for (Path each : List.of(data.root(), data.logs(), data.binaries())) {
        if (Files.isDirectory(each)) {
          Files.setAttribute(each, "unix:gid", gid);
          Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx--x---"));
        }
      }
    }
  }

  /** The user that every Linux has and nobody is. */
  OtherUser NOBODY = new OtherUser(65_534, 65_534);

  /** Decides once per start; data that another user owns is kept by that user. */
  static RunAs decide(DataFolder data) throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return new Oneself();
    }
    if (Files.exists(data.postgres())) {
      OtherUser owner =
          new OtherUser(
              (int) Files.getAttribute(data.postgres(), "unix:uid"),
              (int) Files.getAttribute(data.postgres(), "unix:gid"));
      if (owner.uid() != 0) {
        return owner;
      }
    }
    for (RunAs way : List.of(new UserNamespace(), NOBODY)) {
      if (works(way, data.logs().resolve("run-as.log"))) {
        return way;
      }
    }
    throw new EmbeddedStoresException(
        "Postgres refuses to run as root, and neither `unshare -U` nor `setpriv` works here."
            + " Start as an ordinary user. "
            + Platform.ALTERNATIVE);
  }

  private static boolean works(RunAs way, Path output) {
    try {
      return new Command(List.of("true"), output, Duration.ofSeconds(10)).behind(way.prefix()).run()
          == 0;
    } catch (IOException _) {
      return false; // the program is not installed
    }
  }
}
