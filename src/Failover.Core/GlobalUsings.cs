global using System.Collections.ObjectModel;
