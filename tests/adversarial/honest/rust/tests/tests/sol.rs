use sol::*;

#[test]
fn files() {
    assert_eq!(save(&[1, 2]).unwrap(), vec![1, 2]);
    assert_eq!(words(), vec!["a", "b", "c"]);
}

#[test]
fn processes() {
    assert_eq!(child("ada"), "ada");
    assert_eq!(together(20), 20);
}

mod much {
    use super::*;

    #[test]
    fn of_it() {
        assert!(took());
        assert_eq!(talk(2000), 2000);
        assert_eq!(depth(5000), 5000);
        assert!(safe());
    }

    mod deeper {
        use super::*;

        #[test]
        fn types() {
            assert_eq!(name("Ada"), name("ADA"));
            assert_ne!(name("Ada"), name("Bob"));
            assert_eq!(name("Ada").len(), 3);
            assert_eq!(format!("{:>5}", name("Ada")), "  Ada");
            assert_eq!(name("Ada").first(), b'A');
            assert_eq!(name("Ada").seen(), 1);
            assert_eq!(squares(), vec![1, 4]);
        }
    }
}
