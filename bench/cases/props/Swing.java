import java.awt.*;
import java.nio.file.*;
import javax.swing.*;

/** A window of Swing with a pop-up of three entries, a combo list, a tree, OK and Cancel; choices are written down. */
public class Swing {
  static Path out;

  static void chosen(String what) {
    try {
      Files.writeString(out, what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (java.io.IOException e) {
      throw new RuntimeException(e);
    }
  }

  public static void main(String[] args) {
    out = Path.of(args[0]);
    SwingUtilities.invokeLater(Swing::show);
  }

  static void show() {
    JFrame frame = new JFrame("Invoices");
    JMenuBar bar = new JMenuBar();
    JMenu file = new JMenu("File");
    file.setMnemonic('F');
    for (String entry : new String[] {"New invoice...", "Save", "Export"}) {
      JMenuItem item = new JMenuItem(entry);
      item.addActionListener(e -> chosen(entry));
      file.add(item);
    }
    bar.add(file);
    for (String name : new String[] {"Utilities", "Help"}) {
      JMenu menu = new JMenu(name);
      menu.setMnemonic(name.charAt(0));
      JMenuItem item = new JMenuItem("About " + name);
      item.addActionListener(e -> chosen("About " + name));
      menu.add(item);
      bar.add(menu);
    }
    frame.setJMenuBar(bar);
    JPanel form = new JPanel(null);
    JComboBox<String> kind = new JComboBox<>(new String[] {"Sales", "Training", "Travel"});
    kind.addActionListener(e -> chosen(kind.getSelectedItem().toString()));
    kind.setBounds(20, 20, 140, 24);
    form.add(kind);
    int x = 20;
    for (String name : new String[] {"OK", "Cancel"}) {
      JButton button = new JButton(name);
      button.addActionListener(e -> chosen(name));
      button.setBounds(x, 60, 84, 26);
      form.add(button);
      x += 100;
    }
    JTree tree = new JTree(new Object[] {"Ledgers", "Journals"});
    tree.addMouseListener(
        new java.awt.event.MouseAdapter() {
          public void mousePressed(java.awt.event.MouseEvent e) {
            if (e.getClickCount() == 2) chosen("opened " + tree.getPathForLocation(e.getX(), e.getY()).getLastPathComponent());
          }
        });
    tree.setBounds(20, 110, 200, 90);
    form.add(tree);
    frame.add(form);
    frame.setBounds(120, 100, 460, 320);
    frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
    frame.setVisible(true);
  }
}
